import { describe, expect, it } from 'vitest';
import { codeOf, decide, goneIn, node, NOW, pod, PRICES, targetsIn } from './cluster.fixture';

/** Nodes in one zone, each an m5.xlarge with 4 cores at 0.20 USD an hour. */
const nodes = (count: number): readonly ReturnType<typeof node>[] => Array.from({ length: count }, (_, index) => node(`n${index + 1}`));

describe('nodes that can go', () => {
  it('are those on which nothing runs: 0.20 USD an hour is 146 USD a month', () => {
    const decision = decide({ nodes: nodes(2), pods: [pod('p1', 'n1')] });
    expect(decision.verdict).toBe('act');
    expect(goneIn(decision)).toEqual(['n2']);
    expect(decision.estimated_savings).toBe(146);
    expect(decision.estimated_annual_savings).toBe(1_752);
    expect(decision.recommendations[0]).toMatchObject({ action: 'terminate_node', risk: 'low', reasons: [{ code: 'EMPTY' }] });
    expect(decision.extra).toMatchObject({ nodes_before: 2, nodes_after: 1, lower_bound: 1, gap_pct: 0 });
  });

  it('are those under half their size whose pods fit elsewhere', () => {
    const decision = decide({ nodes: nodes(2), pods: [pod('p1', 'n1'), pod('p2', 'n2'), pod('p3', 'n2')] });
    expect(goneIn(decision)).toEqual(['n1']);
    expect(targetsIn(decision)).toEqual({ 'shop/p1': 'n2' });
    expect(codeOf(decision, 'n2')).toBe('RECEIVES_PODS');
    expect(decision.extra).toMatchObject({ utilisation: { before: { cpu: 0.375, memory: 0.094 }, after: { cpu: 0.75, memory: 0.188 } } });
  });

  it('are looked at by CPU and by memory: one that is full of memory is not idle', () => {
    const idle = { cpu: '100m', memory: '12Gi' };
    const decision = decide({ nodes: nodes(2), pods: [pod('p1', 'n1', idle), pod('p2', 'n2', idle)], requirements: { k: 1 } });
    expect(codeOf(decision, 'n1')).toBe('NO_PLACE');
  });

  it('go several at once: eight nodes with one core each become two', () => {
    const decision = decide({ nodes: nodes(8), pods: nodes(8).map((_, index) => pod(`p${index}`, `n${index + 1}`)) });
    expect(decision.extra).toMatchObject({ nodes_before: 8, nodes_after: 2, lower_bound: 2, gap_pct: 0 });
    expect(decision.estimated_savings).toBe(876);
  });

  it('are counted with DaemonSet pods, which go with their node and need no place', () => {
    const agent = (on: string): ReturnType<typeof pod> => pod(`agent-${on}`, on, { owner: { kind: 'DaemonSet', name: 'agent' }, cpu: '500m' });
    const decision = decide({ nodes: nodes(2), pods: [agent('n1'), agent('n2'), pod('p1', 'n1', { cpu: '3' })] });
    expect(goneIn(decision)).toEqual(['n2']);
    expect(targetsIn(decision)).toEqual({});
  });

  it('are free of pods that have ended, of static pods and of pods that are leaving', () => {
    const ended = [pod('job', 'n2', { status: { phase: 'Succeeded' } }), pod('crash', 'n2', { status: { phase: 'Failed' } }), pod('bye', 'n2', { deleting: true })];
    const mirror = pod('etcd', 'n2', { annotations: { 'kubernetes.io/config.mirror': 'x' }, owner: null });
    expect(goneIn(decide({ nodes: nodes(2), pods: [pod('p1', 'n1'), ...ended, mirror] }))).toEqual(['n2']);
  });

  it('come dearest by disruption first when only some may go', () => {
    const large = node('large', { type: 'm5.2xlarge', cpu: '8', memory: '32Gi' });
    const decision = decide({ nodes: [...nodes(2), large], pods: [pod('p1', 'n1'), pod('p2', 'n2'), pod('p3', 'large')], constraints: { max_disrupted_nodes: 1 } });
    expect(goneIn(decision)).toEqual(['large']);
    expect(decision.estimated_savings).toBe(292);
  });
});

describe('nodes that stay', () => {
  it('have a pod without a place elsewhere', () => {
    const decision = decide({ nodes: nodes(2), pods: [pod('p1', 'n1', { cpu: '1500m' }), pod('p2', 'n2', { cpu: '3' })] });
    expect(decision.verdict).toBe('hold');
    expect(decision.held[0]?.code).toBe('NOTHING_TO_CONSOLIDATE');
    expect(codeOf(decision, 'n1')).toBe('NO_PLACE');
    expect(decision.held.find(({ code }) => code === 'NO_PLACE')).toMatchObject({ text: expect.stringContaining('shop/p1') as string, details: { pod: 'shop/p1', nodes_refused: { resources: 1 } } });
  });

  it.each([
    ['EXCLUDED', {}, { excluded: ['n1'] }],
    ['OPTED_OUT', { annotations: { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true' } }, {}],
    ['OPTED_OUT', { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }, {}],
    ['CONTROL_PLANE', { labels: { 'node-role.kubernetes.io/control-plane': '' } }, {}],
    ['DELETING', { deleting: true }, {}],
    ['DELETING', { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] }, {}],
    ['NOT_READY', { ready: false }, {}],
    ['CORDONED', { unschedulable: true }, {}],
    ['NO_CAPACITY', { cpu: '0' }, {}],
    ['PRICE_UNKNOWN', { type: 'x9.mystery' }, {}],
  ])('are held with %s', (code, options, constraints) => {
    const decision = decide({ nodes: [node('n1', options), node('n2')], pods: [pod('p2', 'n2')], constraints });
    expect(codeOf(decision, 'n1')).toBe(code);
    expect(goneIn(decision)).not.toContain('n1');
  });

  it('are held with PRICE_UNKNOWN even when they are empty, and the cluster with NO_PRICE_DATA without prices', () => {
    const decision = decide({ nodes: nodes(2), pods: [pod('p1', 'n1')], prices: undefined });
    expect(decision.held.map(({ code }) => code)).toEqual(['NO_PRICE_DATA', 'PRICE_UNKNOWN', 'PRICE_UNKNOWN']);
    expect(decision.confidence_score).toBe(0);
  });

  it('are held with OVERCOMMITTED when their pods ask for more than they have', () => {
    const decision = decide({ nodes: nodes(2), pods: [pod('p1', 'n1', { cpu: '5' }), pod('p2', 'n2')] });
    expect(codeOf(decision, 'n1')).toBe('OVERCOMMITTED');
    expect(codeOf(decision, 'n2')).toBe('LAST_IN_ZONE');
  });

  it('are held with CAPACITY_UNKNOWN when they do not say what they hold', () => {
    const silent = { ...node('n1'), status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    expect(codeOf(decide({ nodes: [silent, node('n2')], pods: [pod('p2', 'n2')] }), 'n1')).toBe('CAPACITY_UNKNOWN');
  });

  it('are the last of their zone where there are three zones or fewer', () => {
    const spread = [node('n1'), node('n2', { zone: 'b' }), node('n3', { zone: 'c' }), node('n4', { zone: 'c' })];
    const decision = decide({ nodes: spread, pods: [pod('p1', 'n1')] });
    expect(goneIn(decision)).toEqual(['n3']);
    expect([codeOf(decision, 'n2'), codeOf(decision, 'n4')]).toEqual(['LAST_IN_ZONE', 'LAST_IN_ZONE']);
  });

  it('are the last of their zone beyond three zones only while something runs on them', () => {
    const spread = ['a', 'b', 'c', 'd'].map((zone) => node(zone, { zone }));
    expect(goneIn(decide({ nodes: spread, pods: [pod('p1', 'a'), pod('p2', 'b'), pod('p3', 'c')] }))).toEqual(['d']);
    expect(decide({ nodes: spread, pods: ['a', 'b', 'c', 'd'].map((zone) => pod(`p-${zone}`, zone)) }).verdict).toBe('hold');
  });

  it('are beyond the budget: a tenth of eleven nodes is two, less one that is not ready', () => {
    const eleven = [...nodes(10), node('sick', { ready: false })];
    const decision = decide({ nodes: eleven, pods: [pod('p1', 'n1')], constraints: { max_disrupted_nodes: '10%' } });
    expect(goneIn(decision)).toEqual(['n10']);
    expect(decision.held.filter(({ code }) => code === 'BUDGET_EXHAUSTED')).toHaveLength(9);
  });

  it('are all of them outside the disruption windows, with the time at which the next one opens', () => {
    const constraints = { windows: [{ days: ['sat'], start: '01:00', end: '05:00', timezone: 'Europe/Berlin' }] };
    const decision = decide({ nodes: nodes(2), pods: [pod('p1', 'n1')], constraints });
    expect(decision.held[0]).toMatchObject({ code: 'OUTSIDE_WINDOW', text: expect.stringContaining('2026-11-21T00:00:00.000Z') as string });
    expect(goneIn(decide({ nodes: nodes(2), pods: [pod('p1', 'n1')], constraints, now: Date.parse('2026-11-21T01:00:00Z') }))).toEqual(['n2']);
  });

  it('are used too much for what they save when they are above the threshold: a cheap node with many pods beside a dear one', () => {
    const crowd = Array.from({ length: 10 }, (_, index) => pod(`p${index}`, 'n1', { cpu: '200m', memory: '1Gi' }));
    const big = node('big', { type: 'm5.4xlarge', cpu: '16', memory: '64Gi' });
    const world = { nodes: [node('n1', { type: 'm5.large' }), big], pods: [...crowd, pod('q', 'big', { cpu: '8' })] };
    // Savings 0.1 of 0.9 by disruption 11 of 13: 0.13.
    expect(codeOf(decide(world), 'n1')).toBe('NOT_WORTH_DISRUPTION');
    expect(goneIn(decide({ ...world, requirements: { utilisation_threshold: 0.7 } }))).toEqual(['n1']);
  });

  it('are above the threshold and yet go when it pays: savings 0.4 of 0.6 by disruption 2 of 4 are 1.33, over 1/2', () => {
    const large = node('large', { type: 'm5.2xlarge', cpu: '4', memory: '32Gi' });
    const decision = decide({ nodes: [...nodes(1), large], pods: [pod('p1', 'large', { cpu: '2500m' }), pod('p2', 'n1')] });
    expect(goneIn(decision)).toEqual(['large']);
    expect(decision.recommendations[0]).toMatchObject({ reasons: [{ code: 'WORTH_THE_DISRUPTION' }, { code: 'PODS_FIT_ELSEWHERE' }], details: { score: 1.333 } });
  });

  it('come as one entry a code beyond the number that is shown one by one', () => {
    const many = Array.from({ length: 30 }, (_, index) => node(`m${index}`, { unschedulable: true }));
    const decision = decide({ nodes: [...many, ...nodes(1)], pods: [pod('p1', 'n1')], config: { shown_one_by_one: 10 } });
    expect(decision.held.filter(({ target }) => target.kind === 'Node')).toHaveLength(10);
    expect(decision.held.at(-2)).toMatchObject({ code: 'CORDONED', target: { kind: 'Nodes', name: '20 nodes' }, details: { count: 20 } });
  });
});

describe('an answer', () => {
  it('is surer of a fresh and whole state than of an old or partial one', () => {
    const world = { nodes: nodes(2), pods: [pod('p1', 'n1')] };
    expect(decide(world).confidence_score).toBe(1);
    const partial = decide({ ...world, more: { pod_disruption_budgets: undefined } });
    expect([partial.confidence_score, partial.missing]).toEqual([0.93, ['current_state.pod_disruption_budgets']]);
    expect(decide({ ...world, now: NOW + 86_400_000 }).confidence_score).toBeLessThan(0.7);
  });

  it('leaves room for pods that wait for a node, and says which have none', () => {
    const decision = decide({ nodes: nodes(2), pods: [pod('p1', 'n1', { cpu: '2' }), pod('wait', null, { cpu: '3' }), pod('huge', null, { cpu: '9' })] });
    expect(codeOf(decision, 'n2')).toBe('RECEIVES_PODS');
    expect(decision.warnings).toMatchObject([{ code: 'PODS_PENDING', text: expect.stringContaining('shop/huge') as string }]);
  });

  it('fed back holds when everything was carried out', () => {
    const all = nodes(6);
    const pods = all.map((_, index) => pod(`p${index}`, `n${index + 1}`));
    const first = decide({ nodes: all, pods });
    const targets = targetsIn(first);
    const gone = goneIn(first);
    const left = all.filter((_, index) => !gone.includes(`n${index + 1}`));
    const moved = all.map((_, index) => pod(`p${index}`, targets[`shop/p${index}`] ?? `n${index + 1}`));
    expect(decide({ nodes: left, pods: moved }).verdict).toBe('hold');
  });

  it('knows prices by the region of its nodes, and none of another region', () => {
    const elsewhere = { ...PRICES, region: 'eu-west-1' };
    expect(decide({ nodes: nodes(2), pods: [pod('p1', 'n1')], prices: elsewhere }).held[0]?.code).toBe('NO_PRICE_DATA');
  });
});
