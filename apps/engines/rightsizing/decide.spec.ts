import { describe, expect, it } from 'vitest';
import { decided, hoursAgo, HOURS, node, ofNode, ofPod, pod, times, usage } from './rightsizing-input.fixture';

const cluster = (parts: Readonly<Record<string, unknown>>) => ({ nodes: [node('n1', 'm5.2xlarge')], ...parts });

describe('rightsizing', () => {
  it('exchanges a node that uses 20% of its CPU and 25% of its memory for one half as large, and says what it saves', () => {
    const { recommendations, estimated_savings, warnings } = decided({ state: cluster({ usage: usage({ nodes: [ofNode('n1', 1.6, 8)] }) }) });
    // 8 x 0.20 / 0.50 = 3.2 -> 4 vCPU, 32 x 0.25 / 0.50 = 16 GiB: m5.xlarge at 0.192 an hour.
    expect(recommendations.map(({ action, details }) => [action, details['current_instance_type'], details['recommended_instance_type']])).toEqual([['downsize_node', 'm5.2xlarge', 'm5.xlarge']]);
    expect(recommendations[0]?.details).toMatchObject({ current_monthly_cost: 280.32, recommended_monthly_cost: 140.16, monthly_savings: 140.16, direction: 'downsize', requires_review: false, review_reason: null });
    expect(estimated_savings).toBe(140.16);
    expect(warnings.map(({ code }) => code)).toEqual(['NO_MODEL']);
  });

  it('lowers the requests of a container to its P95 and its peak and 15%, and counts no saving for it', () => {
    const state = cluster({ pods: [pod('web-abc-1', { cpu: '1', memory: '2Gi' })], usage: usage({ containers: [ofPod('web-abc-1', times(HOURS, 0.2), times(HOURS, 400))] }) });
    const { recommendations, estimated_savings } = decided({ state, requirements: { level: 'workloads' } });
    expect(recommendations.map(({ target, details }) => [target.name, details['container'], details['resource'], details['current'], details['target'], details['unit']])).toEqual([
      ['web', 'app', 'cpu', 1_000, 200, 'millicores'],
      ['web', 'app', 'memory', 2 * 1024 ** 3, 460 * 1024 ** 2, 'bytes'],
    ]);
    expect(estimated_savings).toBe(0);
  });

  it('plans the four phases with their names and minutes; whoever replaces nodes asks first', () => {
    const state = { nodes: [node('n1', 'm5.2xlarge'), node('n2', 'm5.xlarge', { vcpu: 4, gib: 16 })], usage: usage({ nodes: [ofNode('n1', 1.6, 8), ofNode('n2', 3.6, 8)] }) };
    expect(decided({ state }).execution_plan.map(({ phase, action, duration, reversible, rollback, requires_approval }) => [phase, action, duration, reversible, rollback, requires_approval])).toEqual([
      ['pre_flight', 'validate_cluster_health', 5, true, null, false],
      ['pre_flight', 'backup_cluster_state', 10, true, null, false],
      ['downsizes', 'execute_downsizes', 90, true, 'restore_instance_types', true],
      ['downsizes', 'validate_downsizes', 15, true, null, false],
      ['upsizes', 'execute_upsizes', 90, true, 'restore_instance_types', true],
      ['upsizes', 'validate_upsizes', 30, true, null, false],
      ['post_execution', 'validate_final_state', 15, true, null, false],
    ]);
  });

  it.each([
    ['nothing is said', {}, 'MISSING_FIELD'],
    ['usage is empty', { usage: {} }, 'NO_USAGE'],
    ['usage has no window', { usage: { nodes: [ofNode('n1', 1, 1)] } }, 'NO_WINDOW'],
    ['the window ends tomorrow', { usage: { ...usage({ nodes: [ofNode('n1', 1, 1)] }), window: { start: hoursAgo(200), end: hoursAgo(-24), step_seconds: 3_600 } } }, 'WINDOW_IN_FUTURE'],
    ['the window ended a month ago', { usage: { ...usage({ nodes: [ofNode('n1', 1, 1)] }), window: { start: hoursAgo(900), end: hoursAgo(700), step_seconds: 3_600 } } }, 'USAGE_STALE'],
  ])('holds when %s', (_, state, code) => {
    const { verdict, held } = decided({ state });
    expect([verdict, held[0]?.code]).toEqual(['hold', code]);
  });
});
