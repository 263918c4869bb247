/** How far spot is below on-demand: a pool that is nearly as dear as on-demand is in demand. */
export const gapScore = (spot: number | undefined, onDemand: number | undefined): number | null =>
  spot === undefined || onDemand === undefined || onDemand <= 0 ? null : Math.min(1, Math.max(0, 1 - spot / onDemand));
