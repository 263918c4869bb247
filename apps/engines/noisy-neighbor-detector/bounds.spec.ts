import { describe, expect, it } from 'vitest';
import { baselineGbps } from './baseline';
import { decideOn, MB, measured, node, quiet, type Measured } from './network.fixture';

const milliseconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};
const crowd = (count: number, more: (index: number) => Readonly<Record<string, unknown>>): readonly Measured[] => Array.from({ length: count }, (_, index) => measured(`p-${index}`, { workload: 'web', more: more(index) }));

describe('hostile but readable figures', () => {
  it('of thousands of loud pods on one node are judged in a bounded time', () => {
    const pods = crowd(5_000, () => ({ cross_az_gb_month: 900, latency_ms: { p95: 5 }, allowance_exceeded: { pps: 1 } }));
    expect(milliseconds(() => decideOn({ pods }))).toBeLessThan(1_500);
  });

  it('of a node with thousands of victims of one workload are judged in a bounded time', () => {
    const pods = [...crowd(5_000, () => ({ tx_bytes_per_second: 0, latency_ms: { p95: 5 }, allowance_exceeded: { pps: 1 } })), measured('loud', { tx: 60 * MB })];
    expect(milliseconds(() => decideOn({ pods }))).toBeLessThan(1_500);
  });

  it('that are next to nothing or beyond measure give numbers all the same', () => {
    const pods = [...Array.from({ length: 9 }, (_, index) => measured(`q-${index}`, { workload: 'web', node: 'n2', tx: 1e-300, more: { latency_ms: { p95: 1e-300 } } })), measured('q-9', { workload: 'web', more: { latency_ms: { p95: 1e15 } } }), measured('loud', { tx: 1e15 })];
    const decision = decideOn({ pods });
    expect(decision.recommendations[0]?.details).toMatchObject({ ratio_to_median: 1e12, victims: [{ pod: 'shop/q-9', slowdown_pct: 1e9 }] });
  });

  it('that are all zero name nobody', () => {
    expect(decideOn({ pods: crowd(9, () => ({ tx_bytes_per_second: 0, allowance_exceeded: { bw_out: 9 } })) })).toMatchObject({ verdict: 'hold', recommendations: [] });
  });
});

describe('what a machine carries for hours', () => {
  it.each<readonly [string, number | null]>([
    ['c5.9xlarge', 12],
    ['m5.24xlarge', 25],
    ['c6i.32xlarge', 50],
    ['c7i.32xlarge', null],
    ['m7g.2xlarge', 3.75],
    ['t4g.medium', 0.256],
    ['m5.metal', null],
    ['m5.toString', null],
    ['', null],
  ])('is, of %s, %s', (type, gbps) => {
    expect(baselineGbps(type)).toBe(gbps);
  });

  it('makes an answer less sure where it is not known', () => {
    const sure = (type: string): number => decideOn({ pods: [...quiet(9), measured('loud', { tx: 60 * MB })], more: { nodes: [node('n1', type), node('n2')] } }).confidence_score;
    expect(sure('x99.large')).toBeLessThan(sure('m5.large'));
  });
});

describe('an exclusion', () => {
  it.each(['loud', 'shop/loud', 'exporter', 'shop/exporter'])('may say %s', (name) => {
    const decision = decideOn({ pods: [...quiet(9), measured('loud', { workload: 'exporter', tx: 60 * MB })], constraints: { excluded: [name] } });
    expect([decision.verdict, decision.held[0]?.code]).toEqual(['hold', 'EXCLUDED']);
  });
});
