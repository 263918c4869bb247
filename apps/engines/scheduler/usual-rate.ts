import type { Candidate } from './candidates';
import type { Change } from './changes';
import { nodePlan } from './node-removals';
import { NO_RATE, ratesOf, type Rate } from './savings';
import type { Situation } from './situation';

type Known = Pick<Situation, 'changes' | 'rates' | 'before' | 'rules'>;

/** USD an hour that a unit costs above what it costs asleep: as it is found now, or as it was before it was put to sleep. */
export const usualRate = ({ changes, rates, before, rules }: Known): ((candidate: Candidate) => number) => {
  const awake = new Set(changes.filter(isAwake).map(({ candidate }) => candidate));
  const asleep: readonly Change[] = changes.map((change) => (awake.has(change.candidate) ? putToSleep(change) : change));
  const tonight: ReadonlyMap<string, Rate> = awake.size === 0 ? new Map() : ratesOf(asleep, rules.bill, nodePlan({ ...rules, changes: asleep }));
  return (candidate) => {
    const { key } = candidate.unit;
    const rate = rates.get(key) ?? (awake.has(candidate) ? (tonight.get(key) ?? NO_RATE) : undefined);
    return rate === undefined ? (before.get(key)?.usdPerHour ?? 0) : rate.ofPods + rate.ofNodes;
  };
};

const isAwake = ({ candidate, verdict }: Change): boolean => candidate.timing.wanted === 'up' && verdict.direction === null && candidate.lever.current > candidate.downTo;

/** What will be done with it in the evening, and with its nodes. */
const putToSleep = ({ candidate, verdict }: Change): Change => ({ candidate, verdict: { ...verdict, direction: 'down', to: candidate.downTo } });
