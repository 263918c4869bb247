import type { Reason } from '@ml/contracts/decision';
import { roundToCents } from '@ml/units/money';
import { isDown, type Change } from './changes';
import { isFaulty, type Environment } from './environment';
import type { Rate } from './savings';

export interface WarningInput {
  readonly environments: readonly Environment[];
  readonly changes: readonly Change[];
  readonly rates: ReadonlyMap<string, Rate>;
  /** USD a month that come only when nodes go that others use, too. */
  readonly shared: number;
  readonly plannedTurns: number;
  readonly mostTurns: number;
}

const MOST_NAMES = 20;

/** What the caller should know although it did not change the verdict. */
export const warningsFor = ({ environments, changes, rates, shared, plannedTurns, mostTurns }: WarningInput): readonly Reason[] => {
  const gitOps = changes.filter(({ candidate }) => candidate.unit.gitOps !== null).map(({ candidate }) => candidate.unit.key);
  const unpriced = changes.filter((change) => isDown(change) && rates.get(change.candidate.unit.key)?.unpriced === true).map(({ candidate }) => candidate.unit.key);
  const assumed = environments.filter(({ hours }) => !isFaulty(hours) && hours.uptime !== null && hours.zoneAssumed).map(({ name }) => name);
  return [
    ...about(gitOps, 'GITOPS_MANAGED', 'a repository writes these back: have Argo CD or Flux ignore the field that is changed'),
    ...about(unpriced, 'PRICE_UNKNOWN', 'the price of nodes of these is not known: their saving counts without'),
    ...about(assumed, 'TIME_ZONE_ASSUMED', 'no time zone is given for these: their hours are read as UTC'),
    ...(shared > 0 ? [{ code: 'SAVINGS_NEED_CONSOLIDATION', text: `${roundToCents(shared)} of the monthly savings come when an autoscaler or bin packing takes away nodes that others use, too` }] : []),
    ...(plannedTurns > mostTurns ? [{ code: 'PLAN_SHORTENED', text: `plan_7d shows the first ${mostTurns} of ${plannedTurns} transitions` }] : []),
  ];
};

const about = (names: readonly string[], code: string, text: string): readonly Reason[] =>
  names.length === 0 ? [] : [{ code, text: `${text}: ${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''}` }];
