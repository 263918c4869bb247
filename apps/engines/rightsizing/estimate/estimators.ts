import { each, type Estimator } from './estimate';

/** The percentile asked for, between the median and the 99th. */
export const byPercentile: Estimator = ({ digest }) => ({ target: digest.wanted, lower: digest.middle, upper: digest.high });

/** The highest that was ever seen: also what a container took while it started. */
export const byPeak: Estimator = ({ digest }) => ({ target: digest.peak, lower: digest.middle, upper: digest.peak });

export const scaled =
  (factor: number, inner: Estimator): Estimator =>
  (used) =>
    each(inner(used), (amount) => amount * factor);

/** The bounds of VPA: a week leaves 14% above and nothing to speak of below; a day twice as much above. */
export const widened =
  (inner: Estimator): Estimator =>
  (used) => {
    const { target, lower, upper } = inner(used);
    const days = Math.max(used.days, SHORTEST_DAYS);
    return { target, lower: lower * (1 + LOWER_SHARE / days) ** LOWER_POWER, upper: upper * (1 + 1 / days) };
  };

const LOWER_SHARE = 0.001;
const LOWER_POWER = -2;
const SHORTEST_DAYS = 1 / 24;

export const atLeast =
  (floor: number, inner: Estimator): Estimator =>
  (used) =>
    each(inner(used), (amount) => Math.max(amount, floor));

/** To whole units, up: a request must not end below what it was made from. A hair is forgiven, for 0.07 x 1000 is 70.00000000000001. */
export const roundedUp =
  (unit: number, inner: Estimator): Estimator =>
  (used) =>
    each(inner(used), (amount) => Math.ceil(amount / unit - 1e-9) * unit);

export const inOrder =
  (inner: Estimator): Estimator =>
  (used) => {
    const { target, lower, upper } = inner(used);
    return { target, lower: Math.min(lower, target), upper: Math.max(upper, target) };
  };
