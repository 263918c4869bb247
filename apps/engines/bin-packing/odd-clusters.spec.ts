import { describe, expect, it } from 'vitest';
import type { EngineDecision, PlanStep } from '@ml/contracts/decision';
import { budget, codeOf, decide, goneIn, node, NOW, pod, PRICES, targetsIn, type Scene } from './cluster.fixture';

const agent = (on: string): ReturnType<typeof pod> => pod(`agent-${on}`, on, { owner: { kind: 'DaemonSet', name: 'agent' }, cpu: '100m' });
const created = (object: ReturnType<typeof node>, at: number): ReturnType<typeof node> => ({ ...object, metadata: { ...(object['metadata'] as object), creationTimestamp: new Date(at).toISOString() } });
const steps = ({ execution_plan: plan }: EngineDecision, action: string): readonly PlanStep[] => plan.filter((step) => step.action === action);

describe('a list of pods that is cut off', () => {
  it('does not make a node empty: one without any pod, where the others have DaemonSet pods, is held', () => {
    const names = ['n1', 'n2', 'n3', 'n4'];
    const decision = decide({ nodes: names.map((name) => node(name)), pods: [...['n1', 'n2', 'n3'].map(agent), pod('p1', 'n1', { cpu: '3' }), pod('p2', 'n2', { cpu: '3' }), pod('p3', 'n3', { cpu: '3' })] });
    expect(codeOf(decision, 'n4')).toBe('PODS_UNLISTED');
    expect(decision.verdict).toBe('hold');
  });

  it('offers no place there: what stands on such a node nobody knows', () => {
    const decision = decide({ nodes: ['n1', 'n2', 'n3', 'n4'].map((name) => node(name)), pods: [...['n1', 'n2', 'n3'].map(agent), pod('p1', 'n1'), pod('p2', 'n2', { cpu: '3500m', owner: null }), pod('p3', 'n3', { cpu: '3500m', owner: null })] });
    expect(codeOf(decision, 'n1')).toBe('NO_PLACE');
  });

  it('is not suspected where no DaemonSet runs on most nodes, or where only its pods run', () => {
    expect(goneIn(decide({ nodes: ['n1', 'n2', 'n3'].map((name) => node(name)), pods: [agent('n1'), pod('p1', 'n1', { cpu: '3' })] }))).toEqual(['n2', 'n3']);
    expect(goneIn(decide({ nodes: ['n1', 'n2'].map((name) => node(name)), pods: [agent('n1'), agent('n2'), pod('p1', 'n1', { cpu: '3' })] }))).toEqual(['n2']);
  });
});

describe('nodes that are no machines', () => {
  const fargate = { ...node('fargate-ip-10-0-0-1', { taints: [{ key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' }], labels: { 'eks.amazonaws.com/compute-type': 'fargate' } }) };
  const everything = { spec: { tolerations: [{ operator: 'Exists' }] } };

  it('are held and take no pods, whatever these tolerate', () => {
    const decision = decide({ nodes: [fargate, node('n1'), node('n2')], pods: [pod('p1', 'n1', everything), pod('p2', 'n2', { cpu: '3500m', owner: null })] });
    expect([codeOf(decision, 'fargate-ip-10-0-0-1'), codeOf(decision, 'n1')]).toEqual(['VIRTUAL_NODE', 'NO_PLACE']);
  });

  it('are not counted among the nodes', () => {
    expect(decide({ nodes: [fargate, node('n1'), node('n2')], pods: [pod('p1', 'n1')] }).extra).toMatchObject({ nodes_before: 2, nodes_after: 1 });
  });
});

describe('prices', () => {
  it('of one region are none of another', () => {
    const west = node('w1', { labels: { 'topology.kubernetes.io/zone': 'us-west-2a', 'topology.kubernetes.io/region': 'us-west-2' } });
    const decision = decide({ nodes: [node('n1'), node('n2'), west, { ...west, metadata: { ...(west['metadata'] as object), name: 'w2' } }], pods: [pod('p1', 'n1')] });
    expect(goneIn(decision)).toEqual(['n2']);
    expect([codeOf(decision, 'w1'), codeOf(decision, 'w2')]).toEqual(['PRICE_UNKNOWN', 'PRICE_UNKNOWN']);
  });

  it('of Linux are none of Windows', () => {
    const windows = node('w1', { labels: { 'kubernetes.io/os': 'windows' } });
    expect(codeOf(decide({ nodes: [node('n1'), windows], pods: [pod('p1', 'n1')] }), 'w1')).toBe('PRICE_UNKNOWN');
    const both = { ...PRICES, types: PRICES.types.map((type) => ({ ...type, on_demand: { Linux: 0.2, Windows: 0.5 } })) };
    expect(decide({ nodes: [node('n1'), windows], pods: [pod('p1', 'n1')], prices: both }).estimated_savings).toBe(365);
  });
});

describe('a node that has just come', () => {
  const scene = (age: number): Scene => ({ nodes: [node('n1'), created(node('n2'), NOW - 5 * 60_000 - age)], pods: [pod('p1', 'n1')] });

  it('is left alone: pods may be on their way to it', () => {
    expect(codeOf(decide(scene(60_000)), 'n2')).toBe('TOO_YOUNG');
    expect(codeOf(decide(scene(-60_000)), 'n2')).toBe('TOO_YOUNG');
  });
  it('may go ten minutes later', () => expect(goneIn(decide(scene(600_000)))).toEqual(['n2']));
});

describe('pods that wait for a node', () => {
  it('each keep one when they avoid each other', () => {
    const apart = { app: 'w', spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'w' } } }] } } } };
    const decision = decide({ nodes: ['n1', 'n2', 'n3', 'n4'].map((name) => node(name)), pods: [pod('p1', 'n1', { cpu: '3500m' }), pod('w1', null, apart), pod('w2', null, apart)] });
    expect(goneIn(decision)).toEqual(['n4']);
  });

  it('do not make a budget unknown: they are not healthy', () => {
    const replicas = [pod('a', 'n1', { app: 'web' }), pod('b', 'n2', { app: 'web', cpu: '1500m' }), pod('c', 'n2', { app: 'web' }), pod('d', null, { app: 'web', cpu: '9', status: { conditions: [{ type: 'PodScheduled', status: 'False' }] } })];
    const scene = (spec: Readonly<Record<string, unknown>>): Scene => ({ nodes: [node('n1'), node('n2')], pods: replicas, budgets: [budget('web', null, spec)], constraints: { max_disrupted_nodes: 1 } });
    expect(codeOf(decide(scene({ maxUnavailable: 1 })), 'n1')).toBe('PDB_BLOCKS');
    expect(codeOf(decide(scene({ maxUnavailable: 2 })), 'n1')).not.toMatch(/^PDB/);
  });

  it('do not count as used before they run, nor after', () => {
    const { extra } = decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1', { cpu: '3', owner: null }), pod('w', null, { cpu: '3' })] });
    expect(extra['utilisation']).toEqual({ before: { cpu: 0.375, memory: 0.031 }, after: { cpu: 0.375, memory: 0.031 } });
  });
});

describe('a pod that is leaving', () => {
  it('has its grace before its node is terminated', () => {
    const bye = pod('bye', 'n2', { deleting: true, spec: { terminationGracePeriodSeconds: 600 } });
    const decision = decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1'), bye] });
    expect(decision.execution_plan.map(({ action }) => action)).toEqual(['cordon_node', 'drain_node', 'terminate_instances']);
    expect(steps(decision, 'drain_node')[0]?.details).toMatchObject({ grace_period_seconds: 600, pods: [] });
  });

  it('lengthens the drain of those that are still to go', () => {
    const bye = pod('bye', 'n1', { deleting: true, cpu: '100m', spec: { terminationGracePeriodSeconds: 600 } });
    const decision = decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1'), bye, pod('p2', 'n2', { cpu: '2500m', owner: null })] });
    expect(steps(decision, 'drain_node').map(({ details }) => details?.['grace_period_seconds'])).toEqual([600]);
  });
});

describe('the budget of nodes', () => {
  it('counts those that somebody else is taking away', () => {
    const eleven = [...Array.from({ length: 10 }, (_, index) => node(`n${index}`)), node('going', { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] })];
    expect(goneIn(decide({ nodes: eleven, pods: [pod('p1', 'n1')], constraints: { max_disrupted_nodes: '10%' } }))).toHaveLength(1);
  });

  it('of none lets none go', () => {
    expect(decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1')], constraints: { max_disrupted_nodes: 0 } }).verdict).toBe('hold');
    expect(codeOf(decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1')], constraints: { max_disrupted_nodes: '0%' } }), 'n2')).toBe('BUDGET_EXHAUSTED');
  });
});

describe('disruption budgets', () => {
  const world = (budgets: Scene['budgets']): Scene => ({ nodes: [node('n1'), node('n2'), node('n3')], pods: [...['a', 'b'].map((name) => pod(name, 'n1', { app: 'web', cpu: '500m' })), pod('c', 'n2', { app: 'web', cpu: '2900m' }), pod('x', 'n3', { cpu: '2500m', owner: null })], budgets });
  it('select by expressions, and all over a pod count', () => {
    const not = { metadata: { name: 'not', namespace: 'shop' }, spec: { selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] } }, status: { disruptionsAllowed: 0 } };
    expect(codeOf(decide(world([budget('web', 3), not])), 'n1')).toBe('PDB_BLOCKS');
  });
  it('of an odd number round up: 50% of three may be gone is two, 50% must stay is two', () => {
    expect(steps(decide(world([budget('web', null, { maxUnavailable: '50%' })])), 'drain_node').map(({ details }) => (details?.['pods'] as readonly unknown[]).length)).toEqual([2]);
    expect(steps(decide(world([budget('web', null, { minAvailable: '50%' })])), 'drain_node').map(({ details }) => (details?.['pods'] as readonly unknown[]).length)).toEqual([1, 1]);
  });
  it('go by the pods that Kubernetes expects where fewer are listed', () => {
    const expecting = { ...budget('web', null, { maxUnavailable: 1 }), status: { expectedPods: 5 } };
    expect(codeOf(decide(world([expecting])), 'n1')).toBe('PDB_BLOCKS');
  });
});

describe('bounds', () => {
  it('leave the pods of the control plane where they are', () => {
    const control = node('cp', { labels: { 'node-role.kubernetes.io/control-plane': '' } });
    const { extra } = decide({ nodes: [control, node('n1'), node('n2')], pods: [pod('dns', 'cp', { cpu: '4' }), pod('p1', 'n1', { cpu: '2' }), pod('p2', 'n2', { cpu: '3', owner: null })] });
    expect(extra).toMatchObject({ nodes_before: 2, lower_bound: 2 });
    const one = decide({ nodes: [control, node('n1'), node('n2')], pods: [pod('dns', 'cp', { cpu: '3' }), pod('p1', 'n1', { owner: null }), pod('p2', 'n2', { owner: null })] });
    expect(one.extra).toMatchObject({ nodes_before: 2, lower_bound: 1 });
  });
});

describe('replacements', () => {
  const large = { type: 'm5.2xlarge', cpu: '7910m', memory: '28Gi' } as const;
  it('have only labels that every node of their pool has', () => {
    const hand = { spec: { nodeSelector: { disk: 'ssd' } } };
    const scene = (other: Readonly<Record<string, string>>): Scene => ({ nodes: [node('n1', { ...large, labels: { disk: 'ssd' } }), node('n2', { labels: other })], pods: [pod('p1', 'n1', hand), pod('p2', 'n2', { cpu: '3500m', owner: null })], requirements: { allow_replacement: true } });
    expect(goneIn(decide(scene({ disk: 'ssd' })))).toEqual(['n1']);
    expect(decide(scene({})).verdict).toBe('hold');
  });

  it('may get any label that only some nodes of their pool have: nobody is put there who avoids somebody by it, or rests on its absence', () => {
    const racks = (options: object): Scene => ({
      nodes: [node('n1', { ...large, labels: { rack: 'r1' } }), node('n2', { labels: { rack: 'r2' } })],
      pods: [pod('p1', 'n1', options), pod('p2', 'n2', { cpu: '3500m', owner: null })],
      requirements: { allow_replacement: true },
    });
    const avoids = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'rack', labelSelector: { matchLabels: { app: 'p2' } } }] };
    const notIn = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'rack', operator: 'NotIn', values: ['r3'] }] }] } };
    expect(goneIn(decide(racks({})))).toEqual(['n1']);
    expect(decide(racks({ spec: { affinity: { podAntiAffinity: avoids } } })).verdict).toBe('hold');
    expect(decide(racks({ spec: { affinity: { nodeAffinity: notIn } } })).verdict).toBe('hold');
  });
});

describe('huge and tiny numbers', () => {
  it('do not break anything', () => {
    const huge = { cpu: '9007199254740991', memory: '4Pi' } as const;
    const decision = decide({ nodes: [node('n1', huge), node('n2', huge), node('n3', { cpu: '1n', memory: '1' })], pods: [pod('p1', 'n1', huge), pod('p2', 'n2', { cpu: '1u', memory: '1' })] });
    expect(JSON.stringify(decision)).not.toMatch(/NaN|Infinity/);
    expect(Number.isFinite(decision.estimated_savings)).toBe(true);
    expect(targetsIn(decision)).toEqual({});
  });
});
