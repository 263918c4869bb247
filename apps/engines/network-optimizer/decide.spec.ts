import { describe, expect, it } from 'vitest';
import type { EngineDecision } from '@ml/contracts/decision';
import { A, app, B, C, decideOn, flow, MARKET, node, NODES, service, type Json, type Scene } from './traffic.fixture';

const actions = ({ recommendations }: EngineDecision): readonly (readonly [string, string])[] => recommendations.map(({ action, target }) => [action, target.name]);
const codes = ({ held }: EngineDecision): readonly string[] => held.map(({ code }) => code);

const [nine, six] = [Array.from({ length: 9 }, (_, index) => [A, B, C][index % 3] as string), [A, A, A, B, B, B]];

/** 100 GB a day from api in the first zone to db in the second. */
const PAIR: Scene = { apps: [app('api', [A]), app('db', [B])], traffic: [flow('api', 'db', [A, B, 100])] };
const DISK = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'disk' } }] };
const VOLUME = { persistent_volume_claims: [{ metadata: { name: 'disk', namespace: 'shop' }, spec: { volumeName: 'pv' } }], persistent_volumes: [{ metadata: { name: 'pv', labels: { 'topology.kubernetes.io/zone': B } } }] };

describe('traffic between two workloads in two zones', () => {
  it('costs 0.01 USD a GB on each side, and is saved by drawing one to the other', () => {
    const decision = decideOn(PAIR);
    // 100 GB a day are 3,041.67 GB a month of 730 hours: 30.42 USD out of one zone and as much into the other.
    expect(decision).toMatchObject({
      verdict: 'act',
      estimated_savings: 60.83,
      extra: { cross_zone_gb_per_day: 100, cross_zone_cost_per_month: 60.83, cross_zone_cost_one_side: 30.42, cross_zone_cost_per_month_after: 0 },
      recommendations: [{ action: 'add_pod_affinity', target: { kind: 'Deployment', name: 'db', namespace: 'shop' }, details: { source: 'shop/api', destination: 'shop/db', gb_per_day: 100, cost_per_month: 60.83, cost_one_side: 30.42, to_zone: A } }],
    });
  });

  it('is drawn by a preference to stand beside the other, written as a patch', () => {
    const [first] = decideOn(PAIR).recommendations;
    expect(first?.details['rule']).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: 'shop', name: 'db' },
      spec: { template: { spec: { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchLabels: { app: 'api' } } } }] } } } } },
    });
  });

  it('moves the other end when a volume pins one, and keeps the preferences that it has', () => {
    const preferred = [{ weight: 7, podAffinityTerm: { topologyKey: 'rack', labelSelector: { matchLabels: { app: 'x' } } } }];
    const decision = decideOn({
      apps: [app('api', [A], { spec: { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } } }), app('db', [B], { kind: 'StatefulSet', spec: DISK })],
      traffic: [flow('api', 'db', [A, B, 100])],
      more: VOLUME,
    });
    expect(actions(decision)).toEqual([['add_pod_affinity', 'api']]);
    expect(JSON.stringify(decision.recommendations[0]?.details['rule'])).toContain(JSON.stringify(preferred[0]));
  });

  it('counts both directions of a conversation', () => {
    const decision = decideOn({ ...PAIR, traffic: [flow('api', 'db', [A, B, 100]), flow('db', 'api', [B, A, 50])] });
    expect([decision.estimated_savings, decision.recommendations.length]).toEqual([91.25, 1]);
  });

  it('is known from where the pods stand when the traffic does not name a zone', () => {
    expect(decideOn({ ...PAIR, traffic: [flow('api', 'db', [null, null, 100])] }).estimated_savings).toBe(60.83);
  });

  it('takes a month of the traffic as all of it: nothing is saved where the price is not known', () => {
    const decision = decideOn({ ...PAIR, prices: null });
    expect([decision.verdict, codes(decision)]).toEqual(['hold', ['PRICE_UNKNOWN']]);
  });
});

describe('what stays as it is', () => {
  const both = (spec: Json): Scene => ({ ...PAIR, apps: [app('api', [A], { spec }), app('db', [B], { spec })] });
  const spread = { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'api' } } }] };
  const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchLabels: { app: 'db' } } }] } } };
  const beside = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchLabels: { app: 'cache' } } }] } } };
  const cases: readonly (readonly [string, string, Scene])[] = [
    ['a topology spread that must hold', 'HARD_SPREAD', both(spread)],
    ['a required anti-affinity, of which both sides are kept', 'ANTI_AFFINITY', { ...PAIR, apps: [app('api', [A], { spec: apart }), app('db', [B])] }],
    ['a required affinity', 'REQUIRED_AFFINITY', both(beside)],
    ['a volume that is tied to its zone', 'ZONAL_VOLUME', { ...both(DISK), more: VOLUME }],
    ['a volume that nobody knows', 'ZONAL_VOLUME', both(DISK)],
    ['ports of the nodes', 'HOST_PORT', both({ containers: [{ name: 'c', ports: [{ hostPort: 80, containerPort: 80 }] }] })],
    ['a DaemonSet', 'KIND_NOT_MOVABLE', { ...PAIR, apps: [app('api', [A], { kind: 'DaemonSet' }), app('db', [B], { kind: 'DaemonSet' })] }],
    ['an opt-out', 'OPTED_OUT', { ...PAIR, apps: [app('api', [A], { annotations: { 'cloudoptim/ignore': 'true' } }), app('db', [B], { annotations: { 'cloudoptim/ignore': 'true' } })] }],
    ['an exclusion', 'EXCLUDED', { ...PAIR, constraints: { excluded: ['api', 'db'] } }],
    ['pods of which none is known', 'UNKNOWN_WORKLOAD', { ...PAIR, apps: [app('api', [A])] }],
    ['traffic from where no pod stands any longer', 'ZONE_MISMATCH', { ...PAIR, traffic: [flow('api', 'db', [C, B, 100])] }],
    ['a saving that is less than a change must bring', 'SAVING_BELOW_FLOOR', { ...PAIR, requirements: { min_monthly_savings: 60.84 } }],
    ['traffic of 10 GB a day', 'BELOW_MIN_TRAFFIC', { ...PAIR, traffic: [flow('api', 'db', [A, B, 10])] }],
    ['traffic within a zone', 'SAME_ZONE', { ...PAIR, traffic: [flow('api', 'db', [A, A, 100])] }],
    ['traffic to another region, which has another price', 'OTHER_REGION', { ...PAIR, apps: [app('api', [A])], traffic: [flow('api', 'db', [A, 'eu-west-1a', 100])] }],
    ['traffic without zones between pods without zones', 'NO_ZONE', { ...PAIR, nodes: [], traffic: [flow('api', 'db', [null, null, 100])] }],
    ['replicas that talk to each other', 'SELF_TRAFFIC', { ...PAIR, apps: [app('api', [A, B])], traffic: [flow('api', 'api', [A, B, 100])] }],
    ['two pods on two nodes, where there is one', 'NO_CAPACITY', { ...PAIR, nodes: [...NODES, node('a2', A), node('b2', B)], apps: [app('api', [A, 'a2'], { cpu: '20' }), app('db', [B, 'b2'], { cpu: '20' })] }],
  ];
  it.each(cases)('%s: %s', (_, code, scene) => {
    const decision = decideOn(scene);
    expect([decision.verdict, codes(decision), decision.estimated_savings]).toEqual(['hold', [code], 0]);
  });

  it('is a workload in several zones, which an affinity would draw into one', () => {
    const decision = decideOn({ ...PAIR, apps: [app('api', [A, B]), app('db', [C], { kind: 'StatefulSet', spec: DISK })], traffic: [flow('api', 'db', [A, C, 50]), flow('api', 'db', [B, C, 50])] });
    expect(decision.held[0]).toMatchObject({ code: 'ZONAL_VOLUME', details: { source: 'WOULD_LOSE_ZONE_FAILURE', gb_per_day: 100 } });
  });
});

describe('a service with endpoints in every zone', () => {
  const everywhere = (gb: readonly number[]): readonly Json[] => [A, B, C].flatMap((from, row) => [A, B, C].map((to) => flow('web', 'api', [from, to, gb[row] ?? 0])));
  const SPREAD: Scene = { apps: [app('web', nine), app('api', nine)], services: [service('api')], traffic: everywhere([10, 10, 10]) };

  it('keeps traffic in the zone of its clients', () => {
    const decision = decideOn(SPREAD);
    // Six of nine streams of 10 GB a day cross zones.
    expect(decision).toMatchObject({
      estimated_savings: 36.5,
      recommendations: [{ action: 'patch_service', risk: 'low', target: { kind: 'Service', name: 'api' }, details: { gb_per_day: 60, cost_per_month: 36.5, cost_one_side: 18.25, expected_overload_pct: 0, rule: { kind: 'Service', spec: { trafficDistribution: 'PreferClose' } } } }],
      execution_plan: [{ action: 'patch_service', rollback: 'patch_service', reversible: true }],
    });
  });

  it('stays as it is when one zone would get 20% more load than the average', () => {
    expect(codes(decideOn({ ...SPREAD, traffic: everywhere([11.9, 10, 8.1]) }))).toEqual([]);
    expect(codes(decideOn({ ...SPREAD, traffic: everywhere([12, 10, 8]) }))).toEqual(['OVERLOAD']);
  });

  it('infers what stays within a zone when only traffic between zones is listed', () => {
    const crossing = (from: string, to: string, gb: number): Json => flow('web', 'api', [from, to, gb]);
    const two: Scene = { apps: [app('web', six), app('api', six)], services: [service('api')], traffic: [crossing(A, B, 30), crossing(B, A, 30)] };
    expect(decideOn(two).estimated_savings).toBe(36.5);
    expect(codes(decideOn({ ...two, traffic: [crossing(A, B, 60)] }))).toEqual(['OVERLOAD']);
  });

  const left: readonly (readonly [string, string, Json])[] = [
    ['has the preference already', 'ALREADY_LOCAL', { trafficDistribution: 'PreferClose' }],
    ['has a traffic policy, which wins', 'TRAFFIC_POLICY_SET', { internalTrafficPolicy: 'Local' }],
    ['is headless', 'HEADLESS_SERVICE', { clusterIP: 'None' }],
  ];
  it.each(left)('is left when it %s: %s', (_, code, spec) => {
    expect(codes(decideOn({ ...SPREAD, services: [service('api', spec)] }))).toEqual([code]);
  });

  it('is left when it has fewer than three endpoints in a zone, or is not the only one', () => {
    expect(codes(decideOn({ ...SPREAD, apps: [app('web', nine), app('api', nine.slice(1))] }))).toEqual(['TOO_FEW_ENDPOINTS']);
    expect(codes(decideOn({ ...SPREAD, services: [service('api'), service('api-2', { selector: { app: 'api' } })] }))).toEqual(['SEVERAL_SERVICES']);
    expect(codes(decideOn({ ...SPREAD, services: [] }))).toEqual(['NO_SERVICE']);
  });
});

describe('a choice for all pairs together', () => {
  it('never moves two workloads past each other', () => {
    const decision = decideOn({ ...PAIR, traffic: [flow('api', 'db', [A, B, 100]), flow('db', 'api', [B, A, 100])] });
    expect(decision.recommendations).toHaveLength(1);
    expect(decision.recommendations[0]?.reasons.map(({ code }) => code)).toEqual(['DRAWN_TOGETHER', 'SINGLE_REPLICA']);
  });

  it('moves two together where each alone would lose what they say to each other', () => {
    const decision = decideOn({
      apps: [app('api', [A]), app('cache', [A]), app('db', [B], { kind: 'DaemonSet' })],
      traffic: [flow('api', 'cache', [A, A, 100]), flow('api', 'db', [A, B, 60]), flow('cache', 'db', [A, B, 60])],
    });
    // 120 GB a day become local, and nothing else crosses.
    expect([decision.estimated_savings, actions(decision).map(([, name]) => name).sort()]).toEqual([73, ['api', 'cache']]);
    // Either alone would have 100 GB cross zones for 60 that do no longer.
    expect(decision.recommendations.map(({ reasons }) => reasons.at(-1)?.code)).toEqual(['ONLY_TOGETHER', 'ONLY_TOGETHER']);
  });

  it('leaves where they are two that talk more with each other than with a third', () => {
    const decision = decideOn({
      apps: [app('api', [A]), app('cache', [A], { kind: 'DaemonSet' }), app('db', [B], { kind: 'DaemonSet' })],
      traffic: [flow('api', 'cache', [A, A, 100]), flow('api', 'db', [A, B, 60])],
    });
    expect(decision.held.map(({ code, details }) => [code, details?.['source'] ?? null])).toEqual([['KIND_NOT_MOVABLE', 'NO_JOINT_GAIN'], ['SAME_ZONE', null]]);
  });
});

describe('a fleet whose traffic is not worth touching', () => {
  /** As measured in a public record: thirty services, 476 GB a day of which 295 cross zones, and a flow log that cost 63 USD a month to say so. */
  const fleet: Scene = {
    apps: Array.from({ length: 31 }, (_, index) => app(`s${index}`, [[A, B, C][index % 3] as string])),
    traffic: Array.from({ length: 30 }, (_, index) => flow(`s${index}`, `s${index + 1}`, [[A, B, C][index % 3] as string, [A, B, C][(index + 1) % 3] as string, 295 / 30])),
  };

  it('is left alone, with its cost on both sides and on one: no pair exceeds 10 GB a day', () => {
    const decision = decideOn(fleet);
    // The bill of that month was 57 USD: flow logs see every stream at both ends. Doing nothing is right at either count.
    expect(decision).toMatchObject({ verdict: 'hold', estimated_savings: 0, extra: { cross_zone_gb_per_day: 295, cross_zone_cost_per_month: 179.46, cross_zone_cost_one_side: 89.73 } });
    expect(new Set(codes(decision))).toEqual(new Set(['BELOW_MIN_TRAFFIC']));
  });

  it('warns when measuring costs more than all of it', () => {
    const half = fleet.traffic.map((one) => ({ ...one, gb_per_day: 100 / 30 }));
    expect(decideOn({ ...fleet, traffic: half, requirements: { measurement_monthly_cost: 63 } }).warnings.map(({ code }) => code)).toEqual(['MEASUREMENT_COSTS_MORE']);
    expect(decideOn({ ...fleet, requirements: { measurement_monthly_cost: 63 } }).warnings).toEqual([]);
  });
});

describe('what is asked', () => {
  it('holds with the path of what cannot be read, and without traffic', () => {
    expect(codes(decideOn({ ...PAIR, requirements: { min_gb_per_day: 'much' } }))).toEqual(['BAD_FIELD']);
    expect(codes(decideOn({ ...PAIR, traffic: [] }))).toEqual(['NO_TRAFFIC']);
    expect(decideOn({ ...PAIR, more: { traffic: null } })).toMatchObject({ held: [{ code: 'MISSING_FIELD' }], missing: ['current_state.traffic'] });
  });

  it('may look at smaller pairs', () => {
    const small: Scene = { ...PAIR, traffic: [flow('api', 'db', [A, B, 9])], requirements: { min_gb_per_day: 5 }, prices: MARKET };
    expect(decideOn(small).estimated_savings).toBe(5.48);
  });
});
