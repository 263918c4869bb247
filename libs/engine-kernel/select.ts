/**
 * Puts the value that would stand at `at` in sorted order there, all smaller ones before it and all larger ones behind: quickselect with the median of
 * three, linear in the mean. Works on `values[0..length)`, which are its own.
 */
export const selectAt = (values: Float64Array, length: number, at: number): number => {
  let left = 0;
  let right = length - 1;
  while (left < right) {
    const low = parted(values, left, right);
    if (at < low) right = low - 1;
    else left = low;
  }
  return valueAt(values, at);
};

const valueAt = (values: Float64Array, at: number): number => values[at] ?? 0;

/** Exchanges what stands on the wrong side (Hoare): nothing before the index it gives is larger than the pivot, nothing from it on smaller. */
const parted = (values: Float64Array, left: number, right: number): number => {
  const pivot = medianOfThree(valueAt(values, left), valueAt(values, (left + right) >> 1), valueAt(values, right));
  let low = left;
  let high = right;
  for (;;) {
    while (valueAt(values, low) < pivot) low += 1;
    while (valueAt(values, high) > pivot) high -= 1;
    if (low >= high) return low > left ? low : left + 1;
    const larger = valueAt(values, low);
    values[low] = valueAt(values, high);
    values[high] = larger;
    low += 1;
    high -= 1;
  }
};

const medianOfThree = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/** Nearest rank: the smallest value that at least this share of all do not exceed. A hair is taken off, for 0.95 x 100 is 95.00000000000001 in binary at times. */
export const rankOf = (share: number, length: number): number => Math.min(length - 1, Math.max(0, Math.ceil(share * length - 1e-9) - 1));
