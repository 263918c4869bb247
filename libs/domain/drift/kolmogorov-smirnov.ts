import { indexAfter, valueAt, type Sorted } from './sorted';

export interface KsTest {
  /** Largest distance between the two empirical distributions. */
  readonly statistic: number;
  /** Chance of such a distance when both samples are of one distribution. */
  readonly p_value: number;
}

/** Terms beyond this add less than 1e-16. */
const MOST_TERMS = 100;
/** Below this the series converges slowly, and the chance is 1 to twelve digits. */
const SMALLEST = 0.2;

/**
 * Two samples, two sides. The p-value is asymptotic with Stephens's correction for small samples (1970), good from about 20 values on; ties make
 * it larger, never smaller. `worth`: of how many independent values the second sample is.
 */
export const ksTest = (a: Sorted, b: Sorted, worth = b.length): KsTest => {
  const statistic = distanceOf(a, b);
  const effective = Math.sqrt((a.length * worth) / (a.length + worth));
  return { statistic, p_value: kolmogorovTail((effective + 0.12 + 0.11 / effective) * statistic) };
};

const distanceOf = (a: Sorted, b: Sorted): number => {
  let largest = 0;
  let atA = 0;
  let atB = 0;
  while (atA < a.length && atB < b.length) {
    const value = Math.min(valueAt(a, atA), valueAt(b, atB));
    atA = indexAfter(a, atA, value);
    atB = indexAfter(b, atB, value);
    largest = Math.max(largest, Math.abs(atA / a.length - atB / b.length));
  }
  return largest;
};

/** 2 sum (-1)^(k-1) exp(-2 k^2 x^2). */
const kolmogorovTail = (x: number): number => {
  if (x < SMALLEST) return 1;
  let sum = 0;
  for (let k = 1; k <= MOST_TERMS; k += 1) {
    const term = Math.exp(-2 * k * k * x * x);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-16) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
};
