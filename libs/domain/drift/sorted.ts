/** Ascending. */
export type Sorted = ArrayLike<number>;

/** Beyond the end there is nothing smaller than anything. */
export const valueAt = (values: Sorted, index: number): number => values[index] ?? Infinity;

/** Index of the first value above `value`, from `start` on. */
export const indexAfter = (values: Sorted, start: number, value: number): number => {
  let index = start;
  while (index < values.length && valueAt(values, index) <= value) index += 1;
  return index;
};
