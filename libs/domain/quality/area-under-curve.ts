import type { Pair } from './pair';

/**
 * Chance that one that came is given a higher probability than one that did not, a tie counting half: the Mann-Whitney statistic by midranks.
 * Null unless there are some of both.
 */
export const areaUnderCurve = (pairs: readonly Pair[]): number | null => {
  const sorted = pairs.toSorted((a, b) => a.predicted - b.predicted);
  const positives = sorted.filter(({ actual }) => actual === 1).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let ranks = 0;
  for (let start = 0; start < sorted.length; ) {
    const end = endOfTie(sorted, start);
    // Ranks count from 1: the mean of start + 1 to end.
    const midrank = (start + 1 + end) / 2;
    for (let index = start; index < end; index += 1) if (sorted[index]?.actual === 1) ranks += midrank;
    start = end;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
};

const endOfTie = (sorted: readonly Pair[], start: number): number => {
  let end = start + 1;
  while (end < sorted.length && sorted[end]?.predicted === sorted[start]?.predicted) end += 1;
  return end;
};
