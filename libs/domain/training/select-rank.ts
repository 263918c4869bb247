/**
 * The value that has the rank `rank`, from 0, once `values` are sorted; parts them in place on the way (Hoare's quickselect, the middle of three as pivot).
 * NaN when there are not so many. The values may not be NaN.
 */
export const selectRank = (values: Float64Array, rank: number): number => {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = middleOf(values[low] as number, values[(low + high) >> 1] as number, values[high] as number);
    const { lefts, rights } = part(values, { low, high }, pivot);
    if (rank <= rights) high = rights;
    else if (rank >= lefts) low = lefts;
    else return values[rank] as number;
  }
  return values[rank] ?? Number.NaN;
};

const middleOf = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/** From `low` to `rights` nothing is above the pivot, from `lefts` to `high` nothing below it; what is between equals it. */
const part = (values: Float64Array, { low, high }: { readonly low: number; readonly high: number }, pivot: number): { readonly lefts: number; readonly rights: number } => {
  let lefts = low;
  let rights = high;
  while (lefts <= rights) {
    while ((values[lefts] as number) < pivot) lefts += 1;
    while ((values[rights] as number) > pivot) rights -= 1;
    if (lefts > rights) break;
    const held = values[lefts] as number;
    values[lefts] = values[rights] as number;
    values[rights] = held;
    lefts += 1;
    rights -= 1;
  }
  return { lefts, rights };
};
