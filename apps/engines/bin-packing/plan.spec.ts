import { describe, expect, it } from 'vitest';
import type { EngineDecision, PlanStep } from '@ml/contracts/decision';
import { budget, decide, node, pod, type Scene } from './cluster.fixture';

const pair: Scene = { nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1'), pod('p2', 'n2', { cpu: '2500m', owner: null })] };
const actions = ({ execution_plan: steps }: EngineDecision): readonly string[] => steps.map(({ action, target }) => `${action} ${target.name}`);
const drains = ({ execution_plan: steps }: EngineDecision): readonly PlanStep[] => steps.filter(({ action }) => action === 'drain_node');

describe('a plan', () => {
  it('cordons, which can be undone, then drains with named targets, then terminates, both with approval', () => {
    const decision = decide(pair);
    expect(actions(decision)).toEqual(['cordon_node n1', 'drain_node n1', 'terminate_instances n1']);
    expect(decision.execution_plan.map(({ depends_on }) => depends_on)).toEqual([[], [1], [2]]);
    expect(decision.execution_plan.map(({ requires_approval }) => requires_approval)).toEqual([false, true, true]);
    expect(decision.execution_plan[1]?.details).toEqual({ round: 1, rounds: 1, grace_period_seconds: 90, wait_until_ready: true, pods: [{ pod: 'shop/p1', to: 'n2' }] });
    expect(decision.execution_plan[2]?.details).toEqual({ provider_id: 'aws:///us-east-1a/i-n1', node_pool: 'default' });
  });

  it('terminates an empty node without a drain', () => {
    expect(actions(decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1')] }))).toEqual(['cordon_node n2', 'terminate_instances n2']);
  });

  it('drains in rounds when a budget lets fewer pods go than the node has: three under a budget of one', () => {
    const replicas = ['a', 'b', 'c'].map((name) => pod(name, 'n1', { app: 'web', cpu: '300m' }));
    const elsewhere = ['d', 'e', 'f'].map((name) => pod(name, 'n2', { app: 'web', cpu: '700m' }));
    const decision = decide({ nodes: [node('n1'), node('n2'), node('n3')], pods: [...replicas, ...elsewhere, pod('x', 'n3', { cpu: '2500m', owner: null })], budgets: [budget('web', 1)] });
    expect(drains(decision).map(({ target, details }) => [target.name, details?.['round'], (details?.['pods'] as readonly unknown[]).length])).toEqual([
      ['n1', 1, 1],
      ['n1', 2, 1],
      ['n1', 3, 1],
    ]);
    expect(drains(decision).map(({ step, depends_on }) => depends_on.includes(step - 1))).toEqual([true, true, true]);
  });

  it('lets drains wait for each other that touch one budget', () => {
    const pods = [pod('w1', 'n1', { app: 'web' }), pod('w2', 'n2', { app: 'web' }), pod('w3', 'n3', { app: 'web', cpu: '1500m' }), pod('x', 'n4', { cpu: '1900m', owner: null })];
    const decision = decide({ nodes: ['n1', 'n2', 'n3', 'n4'].map((name) => node(name)), pods, budgets: [budget('web', 1)] });
    const [first, second] = drains(decision);
    expect(second?.depends_on).toContain(first?.step);
  });

  it('lets drains run side by side that touch nothing in common', () => {
    const pods = [pod('a', 'n1', { cpu: '500m' }), pod('b', 'n2', { cpu: '500m' }), pod('x', 'n3', { cpu: '2500m', owner: null })];
    const decision = decide({ nodes: ['n1', 'n2', 'n3'].map((name) => node(name)), pods });
    expect(drains(decision).map(({ depends_on }) => depends_on.length)).toEqual([1, 1]);
  });

  it('says what must still be true', () => {
    const decision = decide({ ...pair, budgets: [budget('p1', 1)] });
    expect(decision.preconditions.map(({ code, target }) => `${code} ${target.name}`)).toEqual(['NODE_STILL_THERE n1', 'PODS_UNCHANGED n1', 'NODE_STILL_HAS_ROOM n2', 'BUDGET_STILL_ALLOWS shop/p1-budget']);
    const other = decide({ ...pair, pods: [pod('p0', 'n1'), ...(pair.pods ?? []).slice(1)] });
    const unchanged = ({ preconditions }: EngineDecision): string | undefined => preconditions.find(({ code }) => code === 'PODS_UNCHANGED')?.text;
    expect(unchanged(decision)).toMatch(/: [0-9a-f]{16}$/);
    expect(unchanged(other)).not.toBe(unchanged(decision));
  });

  it('calls the move of a pod that is alone in its workload a medium risk', () => {
    expect(decide(pair).recommendations[0]?.risk).toBe('medium');
    const two = decide({ ...pair, nodes: [...(pair.nodes ?? []), node('n3')], pods: [...(pair.pods ?? []), pod('p1b', 'n3', { app: 'p1' }), pod('x', 'n3', { cpu: '2', owner: null })] });
    expect(two.recommendations[0]?.risk).toBe('low');
  });
});

describe('the grace of a drain', () => {
  const graceOf = (scene: Partial<Scene>, seconds?: number): unknown => {
    const slow = pod('p1', 'n1', { spec: seconds === undefined ? {} : { terminationGracePeriodSeconds: seconds } });
    return drains(decide({ ...pair, pods: [slow, ...(pair.pods ?? []).slice(1)], ...scene }))[0]?.details?.['grace_period_seconds'];
  };
  it('is 90 seconds, or what its slowest pod asks for', () => {
    expect([graceOf({}), graceOf({}, 30), graceOf({}, 300)]).toEqual([90, 90, 300]);
  });
  it('can only be lengthened by the request', () => {
    expect([graceOf({ constraints: { grace_period_seconds: 10 } }), graceOf({ constraints: { grace_period_seconds: 240 } })]).toEqual([90, 240]);
  });
  it('is 120 seconds at most after a spot notice', () => {
    expect([graceOf({ cause: 'spot_notice' }, 300), graceOf({ cause: 'spot_notice' }, 30)]).toEqual([120, 90]);
  });
});
