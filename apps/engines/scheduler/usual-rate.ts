import type { Candidate } from './candidates';
import type { Situation } from './situation';
import { awakeRate } from './savings';

/** USD an hour that a unit costs above what it costs asleep: as it is found now, or as it was before it was put to sleep. */
export const usualRate = ({ changes, rates, before, bill }: Pick<Situation, 'changes' | 'rates' | 'before' | 'bill'>): ((candidate: Candidate) => number) => {
  const directions = new Map(changes.map(({ candidate, verdict }) => [candidate, verdict.direction]));
  return (candidate) => {
    const { key } = candidate.unit;
    const rate = rates.get(key);
    if (rate !== undefined) return rate.ofPods + rate.ofNodes;
    const asleep = directions.get(candidate) === 'up' || candidate.timing.wanted === 'down';
    return asleep ? (before.get(key)?.usdPerHour ?? 0) : awakeRate(candidate, bill);
  };
};
