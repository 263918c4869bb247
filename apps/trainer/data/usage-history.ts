/** What one machine or container used, one sample a step; NaN where there is none. */
export interface UsageHistory {
  readonly name: string;
  /** Milliseconds since the epoch of the first sample. */
  readonly start: number;
  readonly stepSeconds: number;
  /** Empty when the file says nothing of it. */
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
  /** In the units of the samples; NaN when unknown. */
  readonly cpuCapacity: number;
  readonly memoryCapacity: number;
  /** 1 where a sample is known to be anomalous; null when nobody has said. */
  readonly anomalous: Uint8Array | null;
}
