import { indexAfter, valueAt, type Sorted } from './sorted';

/**
 * How far, on average, values of one sample must be moved to become the other (Wasserstein-1), in standard deviations of the first. A first sample
 * without any deviation is measured by its own size, and by 1 when that is 0.
 */
export const normalisedWasserstein = (reference: Sorted, current: Sorted): number => areaBetween(reference, current) / scaleOf(reference);

const areaBetween = (a: Sorted, b: Sorted): number => {
  let area = 0;
  let atA = 0;
  let atB = 0;
  let last = Math.min(valueAt(a, 0), valueAt(b, 0));
  while (atA < a.length || atB < b.length) {
    const value = Math.min(valueAt(a, atA), valueAt(b, atB));
    area += (value - last) * Math.abs(atA / a.length - atB / b.length);
    last = value;
    atA = indexAfter(a, atA, value);
    atB = indexAfter(b, atB, value);
  }
  return area;
};

const scaleOf = (values: Sorted): number => {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
  return deviation > Math.abs(mean) * 1e-12 ? deviation : Math.abs(mean) || 1;
};
