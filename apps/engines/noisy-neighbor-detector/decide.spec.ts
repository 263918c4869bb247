import { describe, expect, it } from 'vitest';
import type { EngineDecision } from '@ml/contracts/decision';
import { baselineGbps } from './baseline';
import { decideOn, MB, measured, quiet, type PodOptions, type Scene } from './network.fixture';

const found = ({ recommendations }: EngineDecision): readonly (readonly [string, string])[] => recommendations.map(({ action, target }) => [action, target.name]);
const held = ({ held: all }: EngineDecision): readonly (readonly [string, string])[] => all.map(({ code, target }) => [code, target.name]);
const details = ({ recommendations }: EngineDecision): Readonly<Record<string, unknown>> | undefined => recommendations[0]?.details;
const measures = (decision: EngineDecision): readonly string[] => ((details(decision)?.['remedy'] ?? []) as readonly { readonly measure: string }[]).map(({ measure }) => measure);

const loud = (options: PodOptions = {}): Scene => ({ pods: [...quiet(9), measured('loud', { tx: 60 * MB, ...options })] });

describe('a pod that carries more than ten times what is usual', () => {
  it('is measured by the median, so that it does not hide itself', () => {
    const decision = decideOn(loud());
    // Nine pods of 1 MB/s and one of 60: the median is 1, the average 6.9, of which 60 is not ten times.
    expect(details(decision)).toMatchObject({ pod: 'shop/loud', pattern: 'high_bandwidth', ratio_to_median: 60, ratio_to_average: 8.7 });
    expect(decision).toMatchObject({ verdict: 'act', estimated_savings: 0, extra: { pods_compared: 10, median_bytes_per_second: 1e6, average_bytes_per_second: 6.9e6 } });
  });

  it('is noisy above ten times only, or above what the request says', () => {
    expect(found(decideOn(loud({ tx: 10 * MB })))).toEqual([]);
    expect(found(decideOn(loud({ tx: 10.1 * MB })))).toHaveLength(1);
    expect(found(decideOn({ ...loud({ tx: 10 * MB }), requirements: { bandwidth_outlier_multiplier: 5 } }))).toHaveLength(1);
  });

  it('is left alone where ten times is next to nothing', () => {
    const pods = [...Array.from({ length: 9 }, (_, index) => measured(`q-${index}`, { tx: 100 })), measured('loud', { tx: 10_000 })];
    expect(held(decideOn({ pods }))[0]).toEqual(['BELOW_THRESHOLD', '10 pods']);
  });

  it('is not looked for among fewer than five pods, which is said', () => {
    const decision = decideOn({ pods: [...quiet(3), measured('loud', { tx: 60 * MB })] });
    expect([decision.verdict, decision.warnings.map(({ code }) => code)]).toEqual(['hold', ['TOO_FEW_PODS']]);
    expect(decision.extra).toMatchObject({ pods_compared: 4, median_bytes_per_second: null });
  });

  it('without a victim gets measures only that take nothing from anybody, with less confidence', () => {
    const decision = decideOn(loud());
    expect(decision).toMatchObject({ confidence_score: 0.59, execution_plan: [], recommendations: [{ action: 'review_traffic', risk: 'low' }] });
    expect(measures(decision)).toEqual(['caching', 'compression', 'larger_instance_type']);
  });
});

describe('victims', () => {
  const beside = (more: PodOptions['more'] = {}, others: readonly number[] = [10, 10]): Scene => ({
    pods: [
      ...quiet(9),
      measured('loud', { tx: 60 * MB }),
      measured('web-0', { workload: 'web', more: { latency_ms: { p50: 5, p95: 30 }, ...more } }),
      ...others.map((p95, index) => measured(`web-${index + 1}`, { workload: 'web', node: 'n2', more: { latency_ms: { p50: 5, p95 } } })),
    ],
  });

  it('are pods of the same node that are late, compared with their own workload elsewhere', () => {
    const decision = decideOn(beside());
    // 30 ms against 10 ms is 200% slower.
    expect(details(decision)?.['victims']).toEqual([{ pod: 'shop/web-0', evidence: ['p95 latency 30 ms'], slowdown_pct: 200 }]);
    expect(decision).toMatchObject({ confidence_score: 0.9, recommendations: [{ action: 'limit_bandwidth', risk: 'medium' }] });
  });

  it('are pods whose packets were queued or dropped, even when nobody can say how much slower they are', () => {
    const decision = decideOn(beside({ latency_ms: null, allowance_exceeded: { bw_out: 12, pps: 0 } }, []));
    expect(details(decision)?.['victims']).toEqual([{ pod: 'shop/web-0', evidence: ['bw_out_allowance_exceeded: 12'], slowdown_pct: null }]);
  });

  it('let the noisy pod be limited to what its machine carries for hours less what the others carry', () => {
    const decision = decideOn(beside());
    // m5.large: 750 Mbit/s, of which web-0 takes 8.
    expect(decision.execution_plan).toMatchObject([{ action: 'patch_stateful_set', rollback: 'patch_stateful_set', target: { name: 'loud' }, details: { annotations: { 'kubernetes.io/egress-bandwidth': '742M', 'kubernetes.io/ingress-bandwidth': '742M' } } }]);
    expect(decision.preconditions.map(({ code }) => code)).toEqual(['POD_STILL_NOISY', 'BANDWIDTH_PLUGIN']);
  });

  it('are nobody where the pod carries little of what its node carries', () => {
    const scene = beside();
    const decision = decideOn({ pods: [...scene.pods, ...Array.from({ length: 3 }, (_, index) => measured(`other-${index}`, { tx: 60 * MB }))] });
    expect(decision.recommendations.every(({ details: { victims } }) => (victims as readonly unknown[]).length === 0)).toBe(true);
  });
});

describe('the machine', () => {
  it('is judged by what it carries for hours, and a larger one is priced', () => {
    // 100 MB/s are 0.8 Gbit/s on a machine of 0.75; the next one costs 0.096 x 730 USD a month more.
    const decision = decideOn(loud({ tx: 100 * MB }));
    expect(details(decision)).toMatchObject({ instance_type: 'm5.large', baseline_gbps: 0.75, node_load_of_baseline: 1.067 });
    expect(details(decision)?.['remedy']).toContainEqual(expect.objectContaining({ measure: 'larger_instance_type', instance_type: 'm5.xlarge', baseline_gbps: 1.25, extra_monthly_cost: 70.08 }));
  });

  it('is not replaced by a blocked one', () => {
    const decision = decideOn({ ...loud(), constraints: { blocked_instance_types: ['m5.xlarge'] } });
    expect(details(decision)?.['remedy']).toContainEqual(expect.objectContaining({ instance_type: 'm5.2xlarge', extra_monthly_cost: 210.24 }));
  });

  it('of which nobody knows the baseline is missing, and no limit is named', () => {
    const decision = decideOn({ ...loud(), more: { nodes: [] } });
    expect(decision.missing).toContain('current_state.nodes[].metadata.labels[node.kubernetes.io/instance-type]');
    expect([details(decision)?.['baseline_gbps'], measures(decision)]).toEqual([null, ['caching', 'compression']]);
    expect(baselineGbps('x99.large')).toBeNull();
  });
});

describe('traffic that costs', () => {
  it('across zones above 500 GB a month is priced on both sides, and nothing is promised', () => {
    const decision = decideOn({ pods: [measured('chatty', { more: { cross_az_gb_month: 600 } }), measured('less', { more: { cross_az_gb_month: 500 } })] });
    expect(details(decision)).toMatchObject({ pattern: 'high_cross_az', cross_az_gb_month: 600, cross_az_cost_per_month: 12, potential_monthly_savings: 12 });
    expect([found(decision), decision.estimated_savings]).toEqual([[['reduce_cross_az_traffic', 'chatty']], 0]);
    expect(held(decision)).toEqual([['BELOW_THRESHOLD', 'less']]);
  });

  it('to the outside above 2 TB a month gets a gateway endpoint, which costs nothing; one for all pods', () => {
    const egress = { more: { egress_gb_month: 3_000 } };
    const decision = decideOn({ pods: [measured('a', egress), measured('b', egress)] });
    // 3,000 GB at 0.09 to the internet, at 0.045 through a NAT gateway; an interface endpoint 7.30 + 30.
    expect(details(decision)).toMatchObject({ pattern: 'high_egress', egress_cost_per_month: 270, potential_monthly_savings: 135 });
    expect(details(decision)?.['remedy']).toContainEqual(expect.objectContaining({ measure: 'interface_vpc_endpoint', monthly_cost: 37.3 }));
    expect(decision.execution_plan).toMatchObject([{ action: 'create_vpc_endpoint', rollback: 'delete_vpc_endpoints', reversible: true }]);
  });

  it('is named without a price when nobody knows it', () => {
    const decision = decideOn({ pods: [measured('a', { more: { egress_gb_month: 3_000 } })], prices: null });
    expect(details(decision)).toMatchObject({ egress_cost_per_month: null, potential_monthly_savings: null });
  });
});

describe('what is held', () => {
  it('are pods in the network of their node, whose figures are those of all: they are no part of the median', () => {
    const host = Array.from({ length: 9 }, (_, index) => measured(`daemon-${index}`, { hostNetwork: true, tx: 60 * MB }));
    const decision = decideOn({ pods: [...quiet(9), ...host] });
    expect([decision.verdict, decision.extra['median_bytes_per_second'], decision.held[0]?.code]).toEqual(['hold', 1e6, 'HOST_NETWORK']);
  });

  const cases: readonly (readonly [string, Scene])[] = [
    ['UNKNOWN_POD', loud({ pod: null })],
    ['OPTED_OUT', loud({ annotations: { 'cloudoptim/ignore': 'true' } })],
    ['OPTED_OUT', { ...loud(), more: { stateful_sets: [{ metadata: { name: 'loud', namespace: 'shop', annotations: { 'downscaler/exclude': 'true' } } }] } }],
    ['OPTED_OUT', { ...loud(), more: { namespaces: [{ metadata: { name: 'shop', annotations: { 'cloudoptim/ignore': 'true' } } }] } }],
    ['EXCLUDED', { ...loud(), constraints: { excluded: ['loud'] } }],
  ];
  it.each(cases)('%s', (code, scene) => {
    const decision = decideOn(scene);
    expect([decision.verdict, decision.held[0]?.code, decision.held[0]?.target.name]).toEqual(['hold', code, 'loud']);
  });

  it('is everything without figures', () => {
    expect(held(decideOn({ pods: [] }))).toEqual([['NO_NETWORK_FIGURES', 'c-1']]);
    expect(decideOn({ pods: [], more: { network: null } })).toMatchObject({ held: [{ code: 'MISSING_FIELD' }], missing: ['current_state.network'] });
    expect(held(decideOn({ ...loud(), requirements: { bandwidth_outlier_multiplier: 'ten' } }))[0]?.[0]).toBe('BAD_FIELD');
  });
});
