import { describe, expect, it } from 'vitest';
import { codesOf, decided, deployment, DEV, kept, MONDAY_8, node, pods, reasonFor, run, stepsOf, turnsOf } from './scheduler-input.fixture';

/** Dev alone on two nodes, the second of twice the size; both workloads on each. */
const ALONE = {
  nodes: [node('n1'), node('n2', 'm5.2xlarge'), node('n3')],
  deployments: [deployment('api', 3), deployment('web', 1), deployment('shop', 1, { namespace: 'prod' })],
  pods: [...pods('api', ['n1', 'n2', 'n2']), ...pods('web', ['n2']), ...pods('shop', ['n3'], { namespace: 'prod' }), ...pods('agent', ['n1'], { namespace: 'kube-system', kind: 'DaemonSet' })],
};

describe('nodes of an environment', () => {
  it('go when nothing is left on them, but for the cheapest that the environment keeps', () => {
    const decision = decided({ environments: [{ ...DEV, scale_down_instance_count: 1 }], state: ALONE });
    expect(turnsOf(decision)).toEqual(['scale_deployment api 3->0', 'scale_deployment web 1->0', 'terminate_instances n2 undefined->undefined']);
    expect(reasonFor(decision, 'n1')).toBe('MINIMUM_NODES');
    // 0.384 USD an hour for 472 of 672 hours; the pods on it are not counted again, those on the node that stays save nothing.
    expect(decision.recommendations.map(({ estimated_monthly_savings: saving }) => saving)).toEqual([0, 0, 196.89]);
    expect(decision.estimated_savings).toBe(196.89);
  });

  it('are cordoned once their workloads are down, and drained and terminated with approval only', () => {
    const decision = decided({ environments: [{ ...DEV, scale_down_instance_count: 1 }], state: ALONE });
    expect(stepsOf(decision)).toEqual([
      '1 scale_deployment api after []',
      '2 scale_deployment web after []',
      '3 cordon_node n2 after [1,2]',
      '4 drain_node n2 after [3]',
      '5 terminate_instances n2 after [4]',
    ]);
    expect(decision.execution_plan.map(({ requires_approval: approval }) => approval)).toEqual([false, false, false, true, true]);
    expect(decision.preconditions.at(-1)).toMatchObject({ code: 'NODE_HAS_NO_PODS', target: { name: 'n2' } });
  });

  it('come back on the way up, launched anew or opened again, and are then forgotten', () => {
    const environments = [{ ...DEV, scale_down_instance_count: 0 }];
    const evening = run({ environments, state: ALONE });
    const asleep = { nodes: [node('n1', 'm5.xlarge', { cordoned: true }), node('n3')], deployments: [deployment('api', 0), deployment('web', 0)] };
    const morning = run({ at: MONDAY_8, environments, state: asleep, memory: evening.remember });
    expect(stepsOf(morning.decision).slice(0, 2)).toEqual(['1 uncordon_node n1 after []', '2 run_instances dev after []']);
    expect(morning.decision.execution_plan[1]?.details).toEqual({ instance_type: 'm5.2xlarge', availability_zone: 'us-east-1a', capacity_type: 'on-demand', node_pool: 'dev', count: 1, instead_of: ['n2'] });
    const awake = run({ at: '2026-11-23T07:05:00Z', environments, state: ALONE, memory: kept(evening.remember, morning.remember, '2026-11-23T07:05:00Z') });
    expect(awake.decision.verdict).toBe('hold');
    expect(awake.remember.map(({ key, value }) => [key, value])).toEqual([
      ['replicas:Deployment/dev/api', null],
      ['replicas:Deployment/dev/web', null],
      ['nodes:dev', null],
    ]);
  });

  it('stay when they say so, when a pod on them does, or when nobody knows their price', () => {
    const environments = [{ ...DEV, scale_down_instance_count: 0 }];
    const off = { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true' };
    expect(reasonFor(decided({ environments, state: { ...ALONE, nodes: [node('n1', 'm5.xlarge', { annotations: off }), node('n2', 'm5.2xlarge')] } }), 'n1')).toBe('OPTED_OUT');
    expect(reasonFor(decided({ environments, state: { ...ALONE, pods: [...pods('api', ['n1'], { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } })] } }), 'n1')).toBe('OPTED_OUT');
    expect(reasonFor(decided({ environments, state: ALONE, constraints: { excluded: ['n2'] } }), 'n2')).toBe('EXCLUDED');
    expect(codesOf(decided({ environments, state: ALONE, prices: null })).filter((code) => code === 'PRICE_UNKNOWN')).toHaveLength(2);
  });

  it('that keep pods count towards those that the environment keeps', () => {
    const state = { nodes: [node('n1'), node('n2')], deployments: [deployment('api', 2), deployment('own', 1, { annotations: { 'downscaler/exclude': 'true' } }), deployment('web', 1, { annotations: { 'downscaler/downtime-replicas': '1' } })], pods: [...pods('api', ['n1', 'n2']), ...pods('web', ['n2'])] };
    const decision = decided({ environments: [{ ...DEV, scale_down_instance_count: 1 }], state });
    expect(turnsOf(decision)).toContain('terminate_instances n1 undefined->undefined');
    expect(decision.recommendations).toHaveLength(2);
  });

  it('stay when two environments share them, and are priced once however much their pods ask for', () => {
    const two = [{ ...DEV, scale_down_instance_count: 0 }, { ...DEV, environment: 'test', selector: { namespaces: ['test'] }, scale_down_instance_count: 0 }];
    const state = { nodes: [node('n1')], deployments: [deployment('api', 3), deployment('web', 3, { namespace: 'test' })], pods: [...pods('api', ['n1', 'n1', 'n1']), ...pods('web', ['n1', 'n1', 'n1'], { namespace: 'test' })] };
    const decision = decided({ environments: two, state });
    expect(decision.recommendations.map(({ target }) => target.kind)).toEqual(['Deployment', 'Deployment']);
    // Six quarters of a node are one node: 0.192 USD an hour for 472 of 672 hours.
    expect(decision.estimated_savings).toBe(98.44);
  });

  it('that went earlier in the same downtime come back, too', () => {
    const environments = [{ ...DEV, scale_down_instance_count: 0 }];
    const first = run({ environments, state: { nodes: [node('n1')], deployments: [deployment('api', 1)], pods: pods('api', ['n1']) } });
    const second = run({ at: '2026-11-20T20:00:00Z', environments, memory: first.remember, state: { nodes: [node('n2')], deployments: [deployment('api', 1)], pods: pods('api', ['n2']) } });
    const morning = decided({ at: MONDAY_8, environments, memory: kept(first.remember, second.remember, MONDAY_8), state: { deployments: [deployment('api', 0)] } });
    expect(morning.execution_plan[0]?.details).toMatchObject({ count: 2, instead_of: ['n1', 'n2'] });
  });

  it('stay when one pod of it, or of anybody else, stays', () => {
    const one = decided({ environments: [{ ...DEV, scale_down_replicas: 1, scale_down_instance_count: 0 }], state: ALONE });
    expect(one.recommendations.every(({ target }) => target.kind !== 'Node')).toBe(true);
    const mixed = decided({ environments: [{ ...DEV, scale_down_instance_count: 0 }], state: { ...ALONE, pods: [...ALONE.pods, ...pods('tool', ['n1', 'n2'], { namespace: 'prod' })] } });
    expect(mixed.recommendations.every(({ target }) => target.kind !== 'Node')).toBe(true);
  });
});
