import { BELIEVED_LOSSES, CUSTOMER_SHARE, POOL_MEMORY } from './learning-constants';

/** What one customer saw: losses against the exposure that they are measured by, both decayed. */
export interface CustomerEvidence {
  /** Effective nodes lost. */
  readonly losses: number;
  /** Effective node-months; for ratios the interruptions to be expected in them. */
  readonly exposure: number;
}

export interface Evidence {
  /** In any order. */
  readonly customers: readonly CustomerEvidence[];
  /** Exposure of customers that lost nothing and are not named one by one: none of them has more than any two that are. */
  readonly others?: number;
}

/** What is expected before anything is seen: a Gamma distribution. */
export interface Belief {
  /** Losses by exposure. */
  readonly mean: number;
  /** Above 0, in exposure: how much of it would say as much. */
  readonly strength: number;
  /** The most that one customer can say, losses by exposure. */
  readonly worst: number;
  /**
   * By how much the belief grows with each exposure that counts: what customers of one pool see, they see together, and the more there is of it the less it adds.
   * Without it they fare independently.
   */
  readonly tie?: number;
}

const MOST = 1e12;

const bounded = (value: number): number => (value > 0 ? Math.min(value, MOST) : 0);

/**
 * Exposure that counts, the belief's own included, when no customer is more than its share of it: total = strength + sum of min(times x exposure, share x total).
 * With a third at most two customers can be above it.
 */
export const countedExposure = ({ customers, others = 0 }: Evidence, strength: number, times = 1): number => {
  let first = 0;
  let second = 0;
  let rest = strength + times * bounded(others);
  for (const customer of customers) {
    const exposure = times * bounded(customer.exposure);
    if (exposure <= second) rest += exposure;
    else {
      rest += second;
      [first, second] = exposure > first ? [exposure, first] : [first, exposure];
    }
  }
  const whole = rest + second + first;
  if (first <= CUSTOMER_SHARE * whole) return whole;
  const withoutFirst = (rest + second) / (1 - CUSTOMER_SHARE);
  return second <= CUSTOMER_SHARE * withoutFirst ? withoutFirst : rest / (1 - 2 * CUSTOMER_SHARE);
};

/** How much of what a pool shows is its own and not of the moment: from 1, when there is little of it, towards 0. With it a pool is never worth more than `POOL_MEMORY`. */
export const poolShare = ({ customers, others = 0 }: Evidence): number => {
  let all = bounded(others);
  for (const { exposure } of customers) all += bounded(exposure);
  return 1 / (1 + all / POOL_MEMORY);
};

/**
 * Losses by exposure after what was seen: the mean of a Gamma distribution, in which one customer's exposure is at most a third, and its losses saturate.
 * It lies at or above 0; more losses never make it smaller, exposure without losses never larger.
 */
export const shrink = (evidence: Evidence, { mean, strength, worst, tie = 0 }: Belief): number => {
  const times = 1 + tie;
  const total = countedExposure(evidence, strength, times);
  let sum = (mean * (strength + (tie / times) * (total - strength))) / total;
  for (const { losses, exposure } of evidence.customers) {
    const there = bounded(exposure);
    const believed = Math.min(bounded(losses), BELIEVED_LOSSES + worst * there);
    sum += Math.min(believed / Math.max(total, (times * there) / CUSTOMER_SHARE), worst * CUSTOMER_SHARE);
  }
  return sum;
};
