/** When generated data end, unless another time is asked for: the same seed makes the same bytes on any day. */
export const SAMPLE_END = Date.UTC(2026, 10, 1);
