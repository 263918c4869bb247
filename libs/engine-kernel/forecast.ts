/** What a model expects of one node or container; null where it says nothing of a resource. */
export interface ExpectedUsage {
  readonly cpu_cores_p95: number | null;
  readonly memory_bytes_p95: number | null;
}

export interface NodeForecast extends ExpectedUsage {
  readonly name: string;
}

/** Of the busiest pod of a workload. */
export interface ContainerForecast extends ExpectedUsage {
  readonly namespace: string;
  readonly workload: { readonly kind: string; readonly name: string };
  readonly container: string;
}

/** The 95th percentile of usage over the days ahead. */
export interface UsageForecast {
  readonly model: { readonly id: string; readonly version: string; readonly name?: string };
  readonly horizon_days: number;
  readonly nodes: readonly NodeForecast[];
  readonly containers: readonly ContainerForecast[];
}
