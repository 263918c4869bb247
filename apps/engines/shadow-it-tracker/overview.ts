import type { Reason } from '@ml/contracts/decision';
import { roundTo, roundToCents } from '@ml/units/money';
import { ownCost } from './costs';
import type { Judged, Shadow } from './judge';
import type { Resource, ResourceKind } from './resource';
import { isThere, type Situation } from './situation';
import type { ShadowItTrackerState } from './state';

const LISTS = [
  ['instance', 'instances'],
  ['volume', 'volumes'],
  ['load_balancer', 'load_balancers'],
  ['db_instance', 'db_instances'],
] as const satisfies readonly (readonly [ResourceKind, keyof ShadowItTrackerState])[];

/** What was looked at, and what it all costs. */
export const overviewOf = (judged: Judged, situation: Situation): Readonly<Record<string, unknown>> => {
  const looked = lookedAt(situation);
  return {
    total_monthly_cost: totalOf(judged.shadows),
    unpriced: judged.shadows.filter(({ cost }) => cost.monthly === null).length,
    share_of_cost_pct: shareOf(judged.shadows, looked, situation),
    by_kind: Object.fromEntries(LISTS.map(([kind]) => [kind, summaryOf(judged.shadows.filter(({ resource }) => resource.kind === kind))])),
    coverage: coverageOf(judged, situation),
    regions: [...new Set(looked.flatMap(({ region }) => region ?? []))].sort(),
  };
};

/** The sum of what is shown; what nobody can price is in `unpriced`. */
const totalOf = (shadows: readonly Shadow[]): number => roundToCents(shadows.reduce((sum, { cost }) => sum + (cost.monthly ?? 0), 0));

const summaryOf = (shadows: readonly Shadow[]): Readonly<Record<string, number>> => ({
  resources: shadows.length,
  under_review: shadows.filter(({ underReview }) => underReview).length,
  unpriced: shadows.filter(({ cost }) => cost.monthly === null).length,
  monthly_cost: totalOf(shadows),
});

const lookedAt = ({ input: { state }, machines }: Situation): readonly Resource[] =>
  [...(machines === null ? [] : (state.instances ?? [])), ...(state.volumes ?? []), ...(state.load_balancers ?? []), ...(state.db_instances ?? [])].filter(isThere);

/** Of what everything that was looked at costs; null as soon as something of it has no price. */
const shareOf = (shadows: readonly Shadow[], looked: readonly Resource[], situation: Situation): number | null => {
  const costs = looked.map((resource) => ownCost(resource, situation));
  const all = costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
  return costs.includes(undefined) || all === 0 ? null : roundTo(Math.min(100, (100 * totalOf(shadows)) / all), 1);
};

const coverageOf = ({ shadows, inside }: Judged, { input: { state }, machines }: Situation): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    LISTS.map(([kind, list]) => {
      const found = state[list];
      if (found === null) return [list, { looked_at: false, why: 'not_sent' }];
      if (kind === 'instance' && machines === null) return [list, { looked_at: false, why: 'not_comparable', count: found.length }];
      const count = (found as readonly Resource[]).filter(isThere).length;
      return [list, { looked_at: true, count, in_cluster: inside.get(kind) ?? 0, outside: shadows.filter(({ resource }) => resource.kind === kind).length }];
    }),
  );

/** That nothing of a kind is shown does not mean that there is none. */
export const warningsFor = ({ shadows }: Judged, { input: { state } }: Situation): readonly Reason[] => {
  const absent = LISTS.filter(([, list]) => state[list] === null).map(([, list]) => list);
  const databases = shadows.filter(({ resource }) => resource.kind === 'db_instance').length;
  return [
    ...(absent.length > 0 ? [{ code: 'NOT_LOOKED_AT', text: `not sent, and so not looked at: ${absent.join(', ')}; that none is shown does not mean that there is none` }] : []),
    ...(databases > 0 ? [{ code: 'DATABASES_WITHOUT_PRICE', text: `no price list has databases: ${databases} of them are in no total` }] : []),
  ];
};
