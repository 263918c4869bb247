import type { Candidate } from './candidates';
import type { Bill } from './bill';
import type { Environment } from './environment';
import type { Verdict } from './judge';

/** A candidate with what is to be done with it. */
export interface Change {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
}

export const byEnvironment = (changes: readonly Change[]): ReadonlyMap<Environment, readonly Change[]> => {
  const groups = new Map<Environment, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.candidate.environment);
    if (group === undefined) groups.set(change.candidate.environment, [change]);
    else group.push(change);
  }
  return groups;
};

export const isDown = ({ verdict }: Change): boolean => verdict.direction === 'down';
export const isUp = ({ verdict }: Change): boolean => verdict.direction === 'up';

/** Part of its pods, 0 to 1, that go when it is put to sleep: which of them go is the cluster's choice, so each goes by that part. */
export const leavingShare = ({ lever, unit, downTo }: Candidate, bill: Bill): number => {
  const pods = bill.podsOf(unit.key).length;
  if (pods === 0 || lever.kind === 'suspend') return 0;
  // Of an autoscaler only the floor is lowered: what its load asks for beyond that stays.
  const going = (lever.kind === 'min_replicas' ? Math.min(pods, lever.current) : pods) - downTo;
  return Math.min(1, Math.max(0, going / pods));
};

/** Whether none of its pods is left. */
export const goesWhole = (change: Change): boolean => isDown(change) && change.verdict.to === 0 && (change.candidate.lever.kind === 'replicas' || change.candidate.lever.kind === 'paused');
