import { describe, expect, it } from 'vitest';
import { budget, codeOf, decide, goneIn, node, pod, targetsIn } from './cluster.fixture';

describe('nodes that can go', () => {
  it('are those on which nothing runs: 0.20 USD an hour is 146 USD a month', () => {
    const decision = decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1')] });
    expect(decision.verdict).toBe('act');
    expect(goneIn(decision)).toEqual(['n2']);
    expect(decision.estimated_savings).toBe(146);
    expect(decision.extra).toMatchObject({ nodes_before: 2, nodes_after: 1, lower_bound: 1, gap_pct: 0 });
  });

  it('are those under half their size whose pods fit elsewhere', () => {
    const decision = decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1'), pod('p2', 'n2'), pod('p3', 'n2')] });
    expect(goneIn(decision)).toEqual(['n1']);
    expect(targetsIn(decision)).toEqual({ 'shop/p1': 'n2' });
    expect(codeOf(decision, 'n2')).toBe('RECEIVES_PODS');
  });

  it('stay when a pod has no place elsewhere', () => {
    const decision = decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1', { cpu: '1500m' }), pod('p2', 'n2', { cpu: '3' })] });
    expect(decision.verdict).toBe('hold');
    expect(decision.held[0]?.code).toBe('NOTHING_TO_CONSOLIDATE');
    expect(codeOf(decision, 'n1')).toBe('NO_PLACE');
  });

  it('stay when a disruption budget lets no pod go', () => {
    const decision = decide({ nodes: [node('n1'), node('n2')], pods: [pod('p1', 'n1'), pod('p2', 'n2', { cpu: '3' })], budgets: [budget('p1', 0)] });
    expect(codeOf(decision, 'n1')).toBe('PDB_BLOCKS');
  });
});
