import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineDecision } from '@ml/contracts/decision';
import { runEngineOn, WORLD_TYPES } from '@ml/testing/worlds/run-engine';
import { worlds } from '@ml/testing/worlds/world';

type Json = Readonly<Record<string, unknown>>;
const LISTS = ['instances', 'volumes', 'load_balancers', 'db_instances'] as const;

/** Everything is sent, and some disks hang on machines outside. */
const complete = worlds(WORLD_TYPES).map((raw): Json => {
  const strangers = (raw['instances'] as readonly Json[]).map(({ InstanceId: id }) => id).filter((id) => (id as string).endsWith('84') || (id as string).endsWith('85'));
  const volumes = (raw['volumes'] as readonly Json[]).map((volume, index) => (index % 3 === 2 && strangers.length > 0 ? { ...volume, State: 'in-use', Attachments: [{ InstanceId: strangers[index % strangers.length], State: 'attached' }] } : volume));
  return { ...raw, volumes, ingresses: [], persistent_volumes: [] };
});

const decide = (raw: Json, requirements: Json = {}): EngineDecision => runEngineOn({ type: 'shadow_it', raw, requirements: { min_age_days: 0, ...requirements } }).decision;
const idsIn = ({ recommendations }: EngineDecision) => recommendations.map(({ details }) => details['resource_id'] as string);
const forAll = (check: (raw: Json) => void): void => fc.assert(fc.property(complete, check), { numRuns: 80 });

/** As the plan would have it. */
const marked = (raw: Json, ids: ReadonlySet<unknown>): Json => ({
  ...raw,
  ...Object.fromEntries(LISTS.map((list) => [list, (raw[list] as readonly Json[]).map((one) => (ids.has(one['InstanceId'] ?? one['VolumeId'] ?? one['LoadBalancerArn'] ?? one['DBInstanceIdentifier']) ? withMark(one) : one))])),
});

const withMark = (one: Json): Json => {
  const key = 'TagList' in one ? 'TagList' : 'Tags';
  return { ...one, [key]: [...((one[key] ?? []) as readonly Json[]), { Key: 'cloudoptim:shadow-it', Value: 'x' }] };
};

describe('in any world', () => {
  it('nothing is counted twice, and the total is the sum of what is shown', () => {
    forAll((raw) => {
      const decision = decide(raw);
      const counted = decision.recommendations.flatMap(({ details }) => [details['resource_id'], ...(details['volume_ids'] as readonly string[])]);
      expect(new Set(counted).size).toBe(counted.length);
      const shown = decision.recommendations.reduce((sum, { details }) => sum + ((details['monthly_cost'] as number | null) ?? 0), 0);
      expect(decision.extra['total_monthly_cost']).toBeCloseTo(shown, 2);
    });
  });

  it('every resource outside the cluster is recommended or held', () => {
    forAll((raw) => {
      const decision = decide(raw);
      if (decision.held.some(({ target }) => target.kind === 'Cluster')) return;
      const inside = Object.values(decision.extra['coverage'] as Readonly<Record<string, { readonly in_cluster?: number }>>).reduce((sum, { in_cluster: count = 0 }) => sum + count, 0);
      const all = LISTS.reduce((sum, list) => sum + (raw[list] as readonly Json[]).length, 0);
      expect(idsIn(decision).length + decision.held.length + inside).toBe(all);
    });
  });

  it('no node of the cluster and none of its disks is recommended', () => {
    forAll((raw) => {
      const nodes = (raw['nodes'] as readonly { readonly spec: { readonly providerID: string } }[]).map(({ spec }) => spec.providerID.split('/').at(-1));
      expect(idsIn(decide(raw)).filter((id) => nodes.includes(id))).toEqual([]);
    });
  });

  it('what was marked is not marked again, and costs what it did', () => {
    forAll((raw) => {
      const first = decide(raw);
      const second = decide(marked(raw, new Set(idsIn(first))));
      expect([second.verdict, second.extra['total_monthly_cost']]).toEqual(['hold', first.verdict === 'act' ? first.extra['total_monthly_cost'] : second.extra['total_monthly_cost']]);
    });
  });

  it('what is suppressed is not shown, unless that has ended', () => {
    forAll((raw) => {
      const ids = idsIn(decide(raw));
      const suppressed = (until: string) => decide(raw, { suppressions: ids.map((id) => ({ resource_id: id, reason: 'known', until })) });
      expect(idsIn(suppressed('2030-01-01T00:00:00Z')).filter((id) => ids.includes(id))).toEqual([]);
      expect(idsIn(suppressed('2020-01-01T00:00:00Z'))).toEqual(ids);
    });
  });

  it('an older resource is asked for less often than a younger one', () => {
    forAll((raw) => {
      const young = idsIn(decide(raw));
      expect(idsIn(decide(raw, { min_age_days: 9 })).every((id) => young.includes(id))).toBe(true);
    });
  });
});
