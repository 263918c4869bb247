/**
 * P-values corrected for their number (Holm 1979): the chance that even one of all tests is a false alarm stays below the level at which they are
 * read, whatever they have to do with each other. In the order in which they were given.
 */
export const holm = (pValues: readonly number[]): readonly number[] => {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const corrected = pValues.map(() => 1);
  let largest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    largest = Math.min(1, Math.max(largest, p * (pValues.length - rank)));
    corrected[index] = largest;
  }
  return corrected;
};
