/**
 * How many independent values so many dependent ones are worth: rows of one request are alike, as the nodes of one cluster are. Kish's design effect
 * (1965), n / (1 + (m - 1) icc), with the intraclass correlation of the ranks from the analysis of variance: ranks, since a few huge values would hide
 * it. Values that never vary tell nothing of it, and each request counts once.
 */
export const effectiveRows = (requests: readonly (readonly number[])[]): number => {
  const groups = requests.filter(({ length }) => length > 0);
  const rows = groups.reduce((sum, { length }) => sum + length, 0);
  if (groups.length < 2 || rows === groups.length) return groups.length;
  const size = groups.reduce((sum, { length }) => sum + length ** 2, 0) / rows;
  return rows / (1 + (size - 1) * intraclassCorrelation(ranked(groups), { rows, size }));
};

const intraclassCorrelation = (groups: readonly (readonly number[])[], { rows, size }: { readonly rows: number; readonly size: number }): number => {
  const mean = (rows + 1) / 2;
  const means = groups.map((ranks) => ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length);
  const between = groups.reduce((sum, { length }, index) => sum + length * ((means[index] ?? mean) - mean) ** 2, 0) / (groups.length - 1);
  const within = groups.reduce((sum, ranks, index) => sum + ranks.reduce((part, rank) => part + (rank - (means[index] ?? mean)) ** 2, 0), 0) / (rows - groups.length);
  const usual = (rows - size) / (groups.length - 1);
  const all = between + (usual - 1) * within;
  return all <= 0 ? 1 : Math.min(1, Math.max(0, (between - within) / all));
};

/** The same groups with midranks, from 1, in the place of values. */
const ranked = (groups: readonly (readonly number[])[]): readonly (readonly number[])[] => {
  const sums = new Map<number, { rank: number; count: number }>();
  for (const [index, value] of Float64Array.from(groups.flat()).sort().entries()) {
    const tie = sums.get(value) ?? { rank: 0, count: 0 };
    sums.set(value, { rank: tie.rank + index + 1, count: tie.count + 1 });
  }
  const midrank = (value: number): number => {
    const { rank = 0, count = 1 } = sums.get(value) ?? {};
    return rank / count;
  };
  return groups.map((values) => values.map(midrank));
};
