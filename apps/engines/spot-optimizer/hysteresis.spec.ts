import { describe, expect, it } from 'vitest';
import { decide, lesson, lessons, marketOf, nodeOf, nodesOf, planIn, poolOf, TEN, typeOf } from './spot-input.fixture';

describe('nodes that are to be replaced', () => {
  const onDemand = Array.from({ length: 10 }, (_, index) => nodeOf(`n${index}`, ['m5.large', `us-east-1${'abc'[index % 3]}`, 'on-demand']));

  it('give way to spot, two of them staying on demand', () => {
    const decision = decide({ requirements: { region: 'us-east-1' }, nodes: onDemand });
    expect(decision.verdict).toBe('act');
    // 10 x 0.1 before; the plan costs 0.466 as for ten new nodes.
    expect(decision.estimated_savings).toBe(389.82);
    const actions = decision.execution_plan.map((step) => step.action);
    expect(actions.lastIndexOf('run_instances')).toBeLessThan(actions.indexOf('wait_nodes_ready'));
    expect(actions.indexOf('wait_nodes_ready')).toBeLessThan(actions.indexOf('cordon_node'));
    expect(actions.lastIndexOf('cordon_node')).toBeLessThan(actions.indexOf('drain_node'));
    expect(decision.execution_plan.filter((step) => step.requires_approval).every((step) => !step.reversible && step.depends_on.length > 0)).toBe(true);
    expect(decision.preconditions.filter((found) => found.code === 'NODE_STILL_THERE').length).toBe(actions.filter((action) => action === 'terminate_instances').length);
  });

  it('stay once they run as planned', () => {
    const plan = planIn(decide({ requirements: TEN }));
    const again = decide({ requirements: { ...TEN, count: null }, nodes: nodesOf(plan?.nodes ?? []) });
    expect(again).toMatchObject({ verdict: 'hold', held: [{ code: 'ALREADY_OPTIMAL' }, {}, {}], estimated_savings: 0 });
  });

  it('stay when the change would save less than 5%', () => {
    const plan = planIn(decide({ requirements: TEN }));
    const moved = marketOf({ pools: [...marketOf().pools, poolOf('c5.large/us-east-1c', 0.0295)] });
    const again = decide({ prices: moved, requirements: { ...TEN, count: null }, nodes: nodesOf(plan?.nodes ?? []), config: { min_saving_pct: 60 } });
    expect(again.held[0]?.code).toBe('SAVING_BELOW_THRESHOLD');
  });

  it('stay when they are opted out, excluded, on their way out or not described, each with its code', () => {
    const nodes = [
      ...onDemand,
      nodeOf('keep', ['m5.large', 'us-east-1a', 'on-demand'], { 'karpenter.sh/do-not-disrupt': 'true' }),
      nodeOf('mine', ['m5.large', 'us-east-1a', 'on-demand']),
      { metadata: { name: 'gone', deletionTimestamp: '2026-11-20T10:00:00Z' } },
      { metadata: { name: 'bare' } },
      nodeOf('odd', ['q1.large', 'us-east-1a', 'on-demand']),
      nodeOf('hole', ['m5.large', 'us-east-1f', 'spot']),
    ];
    const { held, execution_plan: steps } = decide({ requirements: { region: 'us-east-1' }, constraints: { excluded: ['mine'], allow_relaxed: true }, nodes });
    expect(Object.fromEntries(held.filter((found) => found.target.kind === 'Node').map((found) => [found.target.name, found.code]))).toEqual({
      keep: 'OPTED_OUT',
      mine: 'EXCLUDED',
      gone: 'DELETING',
      bare: 'NODE_LABELS_MISSING',
      odd: 'UNKNOWN_INSTANCE_TYPE',
      hole: 'PRICE_UNKNOWN',
    });
    expect(steps.some((step) => ['keep', 'mine', 'gone', 'bare', 'odd', 'hole'].includes(step.target.name))).toBe(false);
  });

  it('of another size than most wait for their own request', () => {
    const types = [...marketOf().types, typeOf('m5.xlarge', { vcpu: 4, price: 0.2 })];
    const decision = decide({ prices: marketOf({ types }), requirements: { region: 'us-east-1' }, nodes: [...onDemand, nodeOf('big', ['m5.xlarge', 'us-east-1a', 'on-demand'])] });
    expect(decision.held.find((held) => held.target.name === 'big')?.code).toBe('DIFFERENT_SIZE');
    expect(planIn(decision)?.nodes_after).toBe(11);
  });
});

describe('one spot node that is to be replaced', () => {
  const others = Array.from({ length: 9 }, (_, index) => nodeOf(`o${index}`, ['m5.large', `us-east-1${'abc'[index % 3]}`, 'on-demand']));
  const many = Array.from({ length: 16 }, (_, index) => typeOf(`f${index}.large`));
  const wide = (cheap: number) =>
    marketOf({
      types: [...marketOf().types, ...many],
      pools: [...marketOf().pools, ...many.slice(0, cheap).map((type) => poolOf(`${type.instance_type}/us-east-1b`, 0.01, { cv_168h: 0.02 }))],
    });
  const current = { instance_type: 'm5.large', availability_zone: 'us-east-1c', capacity_type: 'spot' };
  const shaky = { pools: marketOf().pools.map((pool) => ({ ...pool, cv_168h: 0.1 })) };
  const scene = (cheap: number) => ({
    prices: { ...wide(cheap), pools: [...shaky.pools, ...wide(cheap).pools.slice(marketOf().pools.length)] },
    requirements: { region: 'us-east-1', current },
    nodes: [...others, nodeOf('old', ['m5.large', 'us-east-1c', 'spot'])],
  });

  it('stays with fewer than 15 cheaper types, so that it does not walk down the ladder', () => {
    expect(decide(scene(14)).held[0]).toMatchObject({ code: 'TOO_FEW_CHEAPER_TYPES' });
  });

  it('moves with 15 of them, and only the node that was described goes', () => {
    const decision = decide(scene(15));
    expect(decision.verdict).toBe('act');
    expect(decision.execution_plan.filter((step) => step.action === 'terminate_instances').map((step) => step.target)).toEqual([{ kind: 'Node', name: 'old' }]);
    // 0.032 before, 0.010 after
    expect(decision.estimated_savings).toBe(16.06);
  });

  it('moves at once when its pool has become risky', () => {
    const pools = lessons(lesson({ availability_zone: 'us-east-1c', level: 'CONFIRMED_RISKY' }));
    expect(decide({ ...scene(3), pools }).verdict).toBe('act');
    const blocked = lessons(lesson({ availability_zone: 'us-east-1c', blocked_until: '2026-11-20T10:07:00Z' }));
    expect(decide({ ...scene(3), pools: blocked }).verdict).toBe('act');
  });

  it('stays in a pool that would be recommended', () => {
    const decision = decide({ requirements: { region: 'us-east-1', current: { ...current, availability_zone: 'us-east-1a' } } });
    expect(decision.held[0]?.code).toBe('ALREADY_RECOMMENDED');
  });

  it('stays when it is opted out', () => {
    const nodes = [nodeOf('old', ['m5.large', 'us-east-1c', 'spot'], { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true' })];
    expect(decide({ ...scene(15), nodes })).toMatchObject({ verdict: 'hold', held: [{ code: 'OPTED_OUT', target: { name: 'old' } }] });
  });
});
