import { BELIEVED_LOSSES, CUSTOMER_SHARE } from './learning-constants';

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
}

const MOST = 1e12;

const bounded = (value: number): number => (value > 0 ? Math.min(value, MOST) : 0);

/**
 * Exposure that counts, the belief's own included, when no customer is more than its share of it: total = strength + sum of min(exposure, share x total).
 * With a third at most two customers can be above it.
 */
export const countedExposure = ({ customers, others = 0 }: Evidence, strength: number): number => {
  let first = 0;
  let second = 0;
  let rest = strength + bounded(others);
  for (const customer of customers) {
    const exposure = bounded(customer.exposure);
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

/**
 * Losses by exposure after what was seen: the mean of a Gamma distribution, in which one customer's exposure is at most a third, and its losses saturate.
 * It lies at or above 0; more losses never make it smaller, exposure without losses never larger.
 */
export const shrink = (evidence: Evidence, { mean, strength, worst }: Belief): number => {
  const total = countedExposure(evidence, strength);
  let sum = (mean * strength) / total;
  for (const { losses, exposure } of evidence.customers) sum += sayOf({ losses: bounded(losses), exposure: bounded(exposure) }, total, worst);
  return sum;
};

const sayOf = ({ losses, exposure }: CustomerEvidence, total: number, worst: number): number => {
  const believed = Math.min(losses, BELIEVED_LOSSES + worst * exposure);
  return Math.min(believed / Math.max(total, exposure / CUSTOMER_SHARE), worst * CUSTOMER_SHARE);
};
