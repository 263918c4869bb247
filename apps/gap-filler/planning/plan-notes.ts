import type { FetchBasis, FetchScope } from '@ml/contracts/price-coverage';
import { daysOf, missingDays, type Window } from '@ml/domain/gaps/missing-days';
import { expectedOf, type Piece } from '@ml/domain/gaps/plan-pieces';
import type { PlanAsk } from './fetch-plan';

interface Planned extends Window {
  readonly ask: PlanAsk;
  readonly scope: FetchScope;
  readonly bases: readonly FetchBasis[];
  readonly pieces: readonly Piece[];
}

/** Names in one line of a log. */
const MAX_NAMES = 5;

/** What was planned, what is left out and why, for whoever reads the log. */
export const planNotes = (planned: Planned): readonly string[] => {
  const { scope, pieces } = planned;
  const chunks = pieces.reduce((sum, piece) => sum + piece.chunks.length, 0);
  const types = scope.instance_types === null ? 'all types' : counted(scope.instance_types.length, 'type');
  return [
    `planned ${types} in ${some(scope.regions)}: ${counted(chunks, 'chunk')}, about ${counted(expectedOf(pieces), 'record')}`,
    ...coveredNotes(planned),
    ...unofferedNotes(planned),
    ...listNotes(planned),
    ...(chunks === 0 ? ['nothing is missing'] : []),
  ];
};

const coveredNotes = ({ ask, bases, from, until }: Planned): readonly string[] => {
  if (ask.refetch || !ask.data_types.includes('spot_prices')) return [];
  const days = daysOf({ from, until }).length;
  const all = bases.reduce((sum, { types }) => sum + types.length * days, 0);
  const missing = bases.reduce((sum, { types }) => sum + types.reduce((days, type) => days + missingDays(type.missing, { from, until }).length, 0), 0);
  return missing === all ? [] : [`${all - missing} of ${all} days of types are covered already and left out`];
};

const unofferedNotes = ({ scope, bases }: Planned): readonly string[] => {
  if (scope.instance_types === null) return [];
  const wanted = scope.instance_types;
  return bases.flatMap(({ region, types }) => {
    const offered = new Set(types.map((type) => type.instance_type));
    const missing = wanted.filter((name) => !offered.has(name));
    return missing.length === 0 ? [] : [`not offered in ${region}: ${some(missing)}`];
  });
};

const listNotes = ({ ask, scope, pieces }: Planned): readonly string[] => {
  if (!ask.data_types.includes('on_demand_prices')) return [];
  const ordered = new Set(pieces.filter((piece) => piece.data_type === 'on_demand_prices').map((piece) => piece.region));
  const fresh = scope.regions.filter((region) => !ordered.has(region));
  return fresh.length === 0 ? [] : [`on-demand prices of ${some(fresh)} are left out: the list is younger than a day, or no type is offered there`];
};

const some = (names: readonly string[]): string => (names.length <= MAX_NAMES ? names.join(', ') : `${names.slice(0, MAX_NAMES).join(', ')} and ${names.length - MAX_NAMES} more`);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
