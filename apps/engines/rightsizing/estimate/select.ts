/**
 * Puts the value that would stand at `at` in sorted order there, all smaller ones before it and all larger ones behind: quickselect with the median of three
 * and three parts, linear in the mean. Works on `values[0..length)`, which are its own.
 */
export const selectAt = (values: Float64Array, length: number, at: number): number => {
  let left = 0;
  let right = length - 1;
  while (left < right) {
    const split = parted(values, left, right);
    if (at < split.low) right = split.low - 1;
    else if (at > split.high) left = split.high + 1;
    else break;
  }
  return values[at] ?? 0;
};

const valueAt = (values: Float64Array, at: number): number => values[at] ?? 0;

/** Smaller ones before `low`, larger ones behind `high`, and those like the pivot in between: many samples are alike. */
const parted = (values: Float64Array, left: number, right: number): { readonly low: number; readonly high: number } => {
  const pivot = medianOfThree(valueAt(values, left), valueAt(values, (left + right) >> 1), valueAt(values, right));
  let low = left;
  let high = right;
  let at = left;
  while (at <= high) {
    const value = valueAt(values, at);
    if (value < pivot) {
      values[at] = valueAt(values, low);
      values[low] = value;
      low += 1;
      at += 1;
    } else if (value > pivot) {
      values[at] = valueAt(values, high);
      values[high] = value;
      high -= 1;
    } else at += 1;
  }
  return { low, high };
};

const medianOfThree = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/** Nearest rank: the smallest value that at least this share of all do not exceed. A hair is taken off, for 0.95 x 100 is 95.00000000000001 in binary at times. */
export const rankOf = (share: number, length: number): number => Math.min(length - 1, Math.max(0, Math.ceil(share * length - 1e-9) - 1));
