/**
 * How many times what was seen a model expects to be used; null where it says nothing of a resource. A multiple, and not an amount: a model learns how the 95th
 * percentile goes on, and whoever sizes by another percentile or by the peak can use that as well.
 */
export interface ExpectedGrowth {
  readonly cpu: number | null;
  readonly memory: number | null;
}

export interface NodeForecast extends ExpectedGrowth {
  readonly name: string;
}

/** Of the busiest pod of a workload. */
export interface ContainerForecast extends ExpectedGrowth {
  readonly namespace: string;
  readonly workload: { readonly kind: string; readonly name: string };
  readonly container: string;
}

/** Usage over the days ahead. */
export interface UsageForecast {
  readonly model: { readonly id: string; readonly version: string; readonly name?: string };
  readonly horizon_days: number;
  readonly nodes: readonly NodeForecast[];
  readonly containers: readonly ContainerForecast[];
}
