import { describe, expect, it } from 'vitest';
import type { EngineDecision } from '@ml/contracts/decision';
import { codeOf, decide, goneIn, node, pod, PRICES, type Scene } from './cluster.fixture';

const large = { type: 'm5.2xlarge', cpu: '7910m', memory: '28Gi' } as const;
const anywhere = { requirements: { allow_replacement: true } };
/** A large node with one core in use, and nothing else that has room. */
const lone: Scene = { nodes: [node('n1', large)], pods: [pod('p1', 'n1')], ...anywhere };
const replacement = (decision: EngineDecision, index = 0): unknown => decision.recommendations[index]?.details['replaced_by'];

describe('a node whose pods have no place elsewhere', () => {
  it('is replaced by the cheapest that holds them: 0.40 by 0.10 USD an hour saves 219 a month', () => {
    const decision = decide(lone);
    expect(goneIn(decision)).toEqual(['n1']);
    expect(decision.recommendations[0]).toMatchObject({ action: 'replace_node', estimated_monthly_savings: 219 });
    expect(replacement(decision)).toEqual({ name: 'replacement-1', instance_type: 'm5.large', availability_zone: 'us-east-1a', capacity_type: 'on-demand', hourly_price: 0.1, together_with: ['n1'] });
    expect(decision.extra).toMatchObject({ nodes_before: 1, nodes_after: 1 });
  });

  it('is drained once the new one is ready', () => {
    const steps = decide(lone).execution_plan;
    expect(steps.map(({ action }) => action)).toEqual(['run_instances', 'wait_nodes_ready', 'cordon_node', 'drain_node', 'terminate_instances']);
    expect(steps[3]).toMatchObject({ depends_on: [2, 3], details: { pods: [{ pod: 'shop/p1', to: 'replacement-1' }] } });
    expect(steps[0]).toMatchObject({ reversible: true, rollback: 'terminate_instances' });
  });

  it('stays when replacements are not allowed', () => {
    expect(decide({ ...lone, requirements: { allow_replacement: false } }).verdict).toBe('hold');
  });

  it('is replaced by a type that is allowed, large enough and not blocked', () => {
    const typeWith = (constraints: object): unknown => (replacement(decide({ ...lone, constraints: { ...constraints } })) as { readonly instance_type?: string } | undefined)?.instance_type;
    expect(typeWith({ blocked_instance_types: ['m5.large'] })).toBe('m5.xlarge');
    expect(typeWith({ allowed_instance_types: ['m5.xlarge', 'm5.4xlarge'] })).toBe('m5.xlarge');
    expect(typeWith({ min_cpu_cores: 4 })).toBe('m5.xlarge');
    expect(typeWith({ max_memory_gb: 4 })).toBeUndefined();
  });

  it('is replaced by a type with room for the DaemonSet pods that come with it', () => {
    const agent = pod('agent', 'n1', { owner: { kind: 'DaemonSet', name: 'agent' }, cpu: '1500m' });
    expect(replacement(decide({ ...lone, pods: [pod('p1', 'n1'), agent] }))).toMatchObject({ instance_type: 'm5.xlarge' });
  });

  it('stays when no cheaper type would do', () => {
    expect(codeOf(decide({ ...lone, pods: [pod('p1', 'n1', { cpu: '3950m' })] }), 'n1')).toBeDefined();
    expect(decide({ ...lone, pods: [pod('p1', 'n1', { cpu: '3950m' })] }).verdict).toBe('hold');
  });

  it('stays on spot: one spot pool is not exchanged for a cheaper one, unless that is switched on and there are types enough', () => {
    const spot = { ...lone, nodes: [node('n1', { ...large, labels: { 'karpenter.sh/capacity-type': 'spot' } })] };
    expect(codeOf(decide(spot), 'n1')).toBe('SPOT_TO_SPOT');
    expect(codeOf(decide({ ...spot, config: { spot_to_spot: true } }), 'n1')).toBe('SPOT_TO_SPOT');
    expect(replacement(decide({ ...spot, config: { spot_to_spot: true, spot_to_spot_types: 2 } }))).toMatchObject({ instance_type: 'm5.large', capacity_type: 'spot', hourly_price: 0.04 });
  });

  it('is replaced only by what pods can tell no difference of: a pod that asks for the type stays', () => {
    const picky = pod('p1', 'n1', { spec: { nodeSelector: { 'node.kubernetes.io/instance-type': 'm5.2xlarge' } } });
    expect(decide({ ...lone, pods: [picky] }).verdict).toBe('hold');
    const labelled = pod('p1', 'n1', { spec: { nodeSelector: { 'karpenter.sh/nodepool': 'default' } } });
    expect(goneIn(decide({ ...lone, pods: [labelled] }))).toEqual(['n1']);
  });
});

describe('several nodes', () => {
  /** 1.5 cores and 7 GiB each: no two fit on one of 8 GiB. */
  const full = (index: number): ReturnType<typeof pod> => pod(`p${index}`, `n${index}`, { cpu: '1500m', memory: '7Gi' });
  const small = (index: number): ReturnType<typeof node> => node(`n${index}`, { cpu: '2', memory: '8Gi', type: 'm5.large' });
  const prices = { ...PRICES, types: PRICES.types.map((type) => ({ ...type, on_demand: { Linux: type.instance_type === 'm5.2xlarge' ? 0.2 : (type.on_demand.Linux ?? 0) } })) };

  it('give way to one that is cheaper than all of them together: 4 x 0.10 by 0.20', () => {
    const decision = decide({ nodes: [1, 2, 3, 4].map(small), pods: [1, 2, 3, 4].map((index) => pod(`p${index}`, `n${index}`, { cpu: '1500m', memory: '5Gi' })), prices, ...anywhere });
    expect(goneIn(decision)).toEqual(['n1', 'n2', 'n3', 'n4']);
    expect(new Set(decision.recommendations.map((_, index) => JSON.stringify(replacement(decision, index)))).size).toBe(1);
    expect(decision.recommendations.map(({ estimated_monthly_savings: saving }) => saving)).toEqual([36.5, 36.5, 36.5, 36.5]);
    expect(decision.estimated_savings).toBe(146);
    expect(decision.extra).toMatchObject({ nodes_before: 4, nodes_after: 1 });
  });

  it('stay when the one that holds them costs as much', () => {
    expect(decide({ nodes: [1, 2].map(small), pods: [1, 2].map(full), ...anywhere }).verdict).toBe('hold');
  });

  it('of different zones or node pools do not give way to one', () => {
    const apart = [small(1), node('n2', { cpu: '2', memory: '8Gi', type: 'm5.large', zone: 'b' })];
    expect(decide({ nodes: apart, pods: [1, 2].map(full), prices, ...anywhere }).verdict).toBe('hold');
  });

  it('count against the budget one by one', () => {
    const pods = [1, 2, 3, 4].map((index) => pod(`p${index}`, `n${index}`, { cpu: '1500m', memory: '5Gi' }));
    expect(goneIn(decide({ nodes: [1, 2, 3, 4].map(small), pods, prices, ...anywhere, constraints: { max_disrupted_nodes: 3 } })).length).toBeLessThanOrEqual(3);
  });
});
