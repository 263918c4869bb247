import { describe, expect, it } from 'vitest';
import type { EngineDecision } from '@ml/contracts/decision';
import { A, app, B, C, decideOn, flow, NODES, service, type Json, type Scene } from './traffic.fixture';

const codes = ({ held }: EngineDecision): readonly string[] => held.map(({ code }) => code);
const nine = [A, B, C, A, B, C, A, B, C];

describe('workloads that stand apart, one a zone, behind one service', () => {
  /** Each in one zone by itself; the service survives the loss of a zone because they stand in two. */
  const store = (name: string, zone: string): ReturnType<typeof app> => {
    const { pods, ...others } = app(name, [zone, zone, zone]);
    return { ...others, pods: pods.map((pod) => ({ ...pod, metadata: { ...(pod['metadata'] as Json), labels: { app: name, store: 'yes', 'pod-template-hash': 'abc' } } })) };
  };
  const scene: Scene = {
    apps: [app('api', [A], { kind: 'DaemonSet' }), store('store-a', A), store('store-b', B)],
    services: [service('store', { selector: { store: 'yes' } })],
    traffic: [flow('api', 'store-b', [A, B, 100])],
  };

  it('are not drawn into one zone, though every single one could be', () => {
    const decision = decideOn(scene);
    expect([decision.verdict, codes(decision)]).toEqual(['hold', ['WOULD_LOSE_ZONE_FAILURE']]);
  });

  it('may be moved where no service joins them', () => {
    expect(decideOn({ ...scene, services: [] }).recommendations.map(({ target }) => target.name)).toEqual(['store-b']);
  });
});

describe('a service whose pods somebody wants left alone', () => {
  const everywhere = [A, B, C].flatMap((from) => [A, B, C].map((to) => flow('web', 'api', [from, to, 10])));
  const scene = (more: Partial<Scene>, annotations: Json = {}): Scene => ({ apps: [app('web', nine), app('api', nine, { annotations })], services: [service('front', { selector: { app: 'api' } })], traffic: everywhere, ...more });

  it('stays as it is when its Deployment says so', () => {
    expect(decideOn(scene({})).verdict).toBe('act');
    expect(codes(decideOn(scene({}, { 'cloudoptim/ignore': 'true' })))).toEqual(['OPTED_OUT']);
    expect(codes(decideOn(scene({ more: { namespaces: [{ metadata: { name: 'shop', annotations: { 'cloudoptim/ignore': 'true' } } }] } })))).toEqual(['OPTED_OUT']);
  });

  it.each([['the service', 'front'], ['the workload', 'shop/api'], ['a pod', 'api-3']])('stays as it is when %s is excluded', (_, name) => {
    expect(codes(decideOn(scene({ constraints: { excluded: [name] } })))).toEqual(['EXCLUDED']);
  });
});

describe('a single pod', () => {
  const moved = (kind: 'Deployment' | 'StatefulSet'): EngineDecision => decideOn({ apps: [app('api', [A], { kind: 'DaemonSet' }), app('db', [B], { kind })], traffic: [flow('api', 'db', [A, B, 100])] });

  it('is replaced by its move, at a risk that says so', () => {
    expect(moved('Deployment').recommendations[0]).toMatchObject({ risk: 'high', reasons: [{ code: 'DRAWN_TOGETHER' }, { code: 'SINGLE_REPLICA' }] });
    expect(moved('StatefulSet').recommendations[0]?.reasons[1]?.text).toContain('it is away meanwhile');
  });
});

describe('files of the node', () => {
  it('keep a workload where it is', () => {
    const spec = { volumes: [{ name: 'd', hostPath: { path: '/data' } }] };
    expect(codes(decideOn({ apps: [app('api', [A], { spec }), app('db', [B], { spec })], traffic: [flow('api', 'db', [A, B, 100])] }))).toEqual(['HOST_PATH']);
  });
});

describe('hostile but readable clusters', () => {
  const milliseconds = (scene: Scene): number => {
    const before = process.cpuUsage();
    decideOn(scene);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  const chain = (count: number): readonly Json[] => Array.from({ length: count }, (_, index) => flow(`w${index}`, `w${(index + 1) % count}`, [null, null, 100]));

  it('with thousands of zones are decided in a bounded time', () => {
    const zones = Array.from({ length: 3_000 }, (_, index) => `us-east-1-z${index}`);
    const nodes = zones.map((zone) => ({ metadata: { name: zone, labels: { 'topology.kubernetes.io/zone': zone } }, status: { allocatable: { cpu: '8', memory: '32Gi', pods: '110' } } }));
    expect(milliseconds({ apps: zones.slice(0, 500).map((zone, index) => app(`w${index}`, [zone])), nodes, traffic: chain(500) })).toBeLessThan(1_500);
  });

  it('whose anti-affinities are written as expressions are decided in a bounded time', () => {
    const apart = (name: string): Json => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: [name] }] } }] } } });
    const apps = Array.from({ length: 1_500 }, (_, index) => app(`w${index}`, [A, B, C], { spec: apart(`w${index}`) }));
    expect(milliseconds({ apps, nodes: NODES, traffic: chain(1_500) })).toBeLessThan(1_500);
  });
});
