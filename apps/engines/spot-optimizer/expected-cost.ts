import type { AdvisorClass } from '@ml/contracts/pricing';
import { HOURS_PER_MONTH } from '@ml/units/money';
import type { SpotConfig } from './config';
import type { Expected } from './expected';

/** Middle of each interruption class, per month; `>20%` is open, 25% is our reading. */
const MONTHLY_INTERRUPTION = [0.025, 0.075, 0.125, 0.175, 0.25] as const satisfies Readonly<Record<AdvisorClass, number>>;

/** Ours: a node that loses work when it goes, or that holds data, costs more to lose. */
const RECOVERY_FACTOR: Readonly<Record<string, number>> = { stateless: 1, web: 1, batch: 2, ml: 3, stateful: 5, database: 5 };

export const knownWorkload = (workload: string | null): boolean => workload === null || Object.hasOwn(RECOVERY_FACTOR, workload);

export interface Learned {
  /** 0 to 0.25: as much as the learned score weighs in the formula, so much it weighs here. */
  readonly weight: number;
  /** 1 = safe. */
  readonly score: number;
}

/** What a model expects, else the middle of the class; moved towards what was learned, as far as that weighs. */
export const monthlyInterruption = (interruptionClass: AdvisorClass, learned: Learned, expected: number | null = null): number =>
  (1 - learned.weight) * (expected ?? MONTHLY_INTERRUPTION[interruptionClass]) + learned.weight * monthlyOf(learned.score);

/** The score of a class stands for its middle, as in the formula; between two classes evenly. */
const monthlyOf = (score: number): number => {
  const place = (1 - score) * (MONTHLY_INTERRUPTION.length - 1);
  const safer = Math.floor(place);
  const from = MONTHLY_INTERRUPTION[safer] ?? MONTHLY_INTERRUPTION[4];
  return from + (place - safer) * ((MONTHLY_INTERRUPTION[safer + 1] ?? from) - from);
};

/** USD an hour: no machine costs more, and sums of it are still numbers. */
const MOST_EXPECTED = 1e6;

/** A price that is expected to rise is counted as risen. One that is expected to fall has not fallen yet. */
export const expectedPrice = (price: number, { price: expected }: Expected): number => Math.max(price, Math.min(MOST_EXPECTED, expected?.p50 ?? 0));

export interface SpotCost {
  readonly price: number;
  readonly onDemand: number;
  readonly monthlyInterruption: number;
}

/** USD an hour: the price, and what interruptions cost on the average hour. On-demand is never interrupted: its price is its cost. */
export const expectedHourlyCost = (cost: SpotCost, config: SpotConfig, workload: string | null): number => {
  const factor = workload !== null && knownWorkload(workload) ? (RECOVERY_FACTOR[workload] ?? 1) : 1;
  const recovery = factor * (config.recovery_usd + config.recovery_hours * cost.onDemand);
  return cost.price + (cost.monthlyInterruption / HOURS_PER_MONTH) * recovery;
};
