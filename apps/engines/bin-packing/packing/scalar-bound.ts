/** Weights that hang together: many sizes along one line, and how much of that line one bin has. Whole numbers. */
export interface Scalars {
  readonly sizes: readonly number[];
  readonly counts: readonly number[];
  readonly capacity: number;
}

/** Sums of floating numbers stay this close to the exact sum (relative): a bound must never be rounded up by an error of rounding. */
const GUARD = 1e-9;

/** The next whole number, but for what may be an error of rounding: never above the true bound. */
export const wholeBins = (bins: number): number => Math.max(0, Math.ceil(bins - GUARD * Math.max(1, bins)));

/**
 * Least number of bins for sizes along one line, by functions f that no full bin can cheat: where sizes add up to at most
 * the capacity, their f add up to at most 1 (dual-feasible functions). `steps` thresholds are tried.
 * - the identity: volume;
 * - U(e) (Martello and Toth, L2): what leaves less than e free takes a bin alone, and what is smaller than e takes nothing;
 * - CCM (Carlier, Clautiaux and Moukrim 2007): counts how many e fit in a size, and for more than half of a bin what is left of it.
 */
export const scalarBound = (scalars: Scalars, steps: number): number => {
  const { sizes, counts, capacity } = scalars;
  if (capacity <= 0) return 0;
  const summed = (weight: (size: number) => number): number => sizes.reduce((sum, size, index) => sum + weight(size) * (counts[index] ?? 0), 0);
  let best = wholeBins(summed((size) => size) / capacity);
  for (const threshold of thresholdsOf(scalars, steps)) {
    best = Math.max(best, wholeBins(summed((size) => martelloToth(size, threshold, capacity)) / capacity));
    const parts = Math.floor(capacity / threshold);
    best = Math.max(best, wholeBins(summed((size) => carlier({ size, threshold, capacity, parts })) / (2 * parts)));
  }
  return best;
};

const martelloToth = (size: number, threshold: number, capacity: number): number => {
  if (size > capacity - threshold) return capacity;
  return size < threshold ? 0 : size;
};

interface Carlier {
  readonly size: number;
  readonly threshold: number;
  readonly capacity: number;
  readonly parts: number;
}

const carlier = ({ size, threshold, capacity, parts }: Carlier): number => {
  if (2 * size > capacity) return 2 * (parts - Math.floor((capacity - size) / threshold));
  if (2 * size === capacity) return parts;
  return 2 * Math.floor(size / threshold);
};

/** Thresholds at which something changes: sizes up to half a bin, and what a large one leaves free; evenly thinned out. */
const thresholdsOf = ({ sizes, capacity }: Scalars, steps: number): readonly number[] => {
  const half = capacity / 2;
  const near = sizes.map((size) => (size <= half ? size : capacity - size + 1)).filter((size) => size > 0 && size <= half);
  const distinct = [...new Set(near)].sort((one, other) => one - other);
  if (distinct.length <= steps) return distinct;
  return Array.from({ length: steps }, (_, step) => distinct[Math.floor((step * distinct.length) / steps)] ?? half);
};
