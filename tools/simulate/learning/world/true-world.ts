import type { AdvisorClass, PriceSnapshot } from '@ml/contracts/pricing';
import type { PoolKey } from '@ml/contracts/pools';

/**
 * `helpful`: the advisor saw the rates of types, with some noise and averaged over zones; pools differ around it.
 * `wrong-prior`: the same rates, and an advisor that says the opposite.
 * `no-signal`: every pool has exactly the rate that the middle of its class stands for; there is nothing to learn.
 */
export const WORLD_NAMES = ['helpful', 'wrong-prior', 'no-signal'] as const;
export type WorldName = (typeof WORLD_NAMES)[number];

/** A pool and what nobody in the world can see. */
export interface TruePool extends PoolKey {
  readonly family: string;
  readonly advisorClass: AdvisorClass;
  /** Probability that a node is interrupted within the month, by month since the beginning. */
  readonly chances: readonly number[];
}

export interface TrueWorld {
  readonly name: WorldName;
  readonly seed: number;
  readonly pools: readonly TruePool[];
  /** What is public, one for each region: types, classes, how prices varied. */
  readonly markets: readonly PriceSnapshot[];
}

/** Months that a world lasts, of 730 hours each. */
export const MONTHS = 40;
export const MONTH_HOURS = 730;
/** The world's hour 0 in milliseconds since the epoch. */
export const WORLD_START = Date.UTC(2026, 0, 5);

export const monthAt = (hour: number): number => Math.min(MONTHS - 1, Math.floor(hour / MONTH_HOURS));

/** Interruptions of a node in an hour, of the probability of at least one in a month. */
export const ratePerHour = (chance: number): number => -Math.log(1 - chance) / MONTH_HOURS;
