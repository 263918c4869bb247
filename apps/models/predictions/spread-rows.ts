/**
 * `wanted` of `total` places, evenly apart and in order, all of them when there are no more. `turn`, 0 to 1, moves them: another turn shows others,
 * so that what is kept of a long list, again and again, becomes a picture of all of it.
 */
export const spreadRows = (total: number, wanted: number, turn: number): readonly number[] => {
  if (total <= wanted) return Array.from({ length: total }, (_, index) => index);
  const step = total / wanted;
  return Array.from({ length: wanted }, (_, index) => Math.min(total - 1, Math.floor((index + turn) * step)));
};
