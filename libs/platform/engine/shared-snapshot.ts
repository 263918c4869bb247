/** A snapshot as all threads of a process see it: compressed, in shared memory. */
export interface SharedSnapshot {
  readonly id: string;
  /** Region of a price snapshot. */
  readonly key: string;
  readonly bytes: Uint8Array;
}
