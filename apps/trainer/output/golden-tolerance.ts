import type { GoldenRow } from '@ml/contracts/model-metadata';
import { TOLERANCE } from './parity';

/** Below, the rounding of a 32-bit answer near 1 would be taken for a fault. */
const SMALLEST_SHARE = 0.05;

/**
 * How far an answer may be from its golden row. Differences are absolute for answers below 1, so where answers are small (a price of 0.03 USD) less is allowed:
 * a tree that is a tenth too high must not pass.
 */
export const goldenTolerance = (golden: readonly GoldenRow[]): number => {
  const sizes = golden.flatMap(({ output }) => output.map(Math.abs)).sort((a, b) => a - b);
  const typical = sizes[Math.floor(sizes.length / 2)] ?? 1;
  return TOLERANCE * Math.min(1, Math.max(SMALLEST_SHARE, typical));
};
