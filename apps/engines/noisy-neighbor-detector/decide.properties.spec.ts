import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideOn, MB, measured, type Measured } from './network.fixture';

const pod = fc.record({
  tx: fc.constantFrom(0, MB, 2 * MB, 60 * MB),
  node: fc.constantFrom('n1', 'n2'),
  workload: fc.constantFrom('web', 'api'),
  hostNetwork: fc.boolean(),
  cross: fc.constantFrom(0, 400, 600),
  egress: fc.constantFrom(0, 3_000),
  p95: fc.option(fc.constantFrom(5, 10, 80)),
  dropped: fc.constantFrom(0, 0, 7),
});

const pods = fc.array(pod, { maxLength: 25 }).map((drawn) =>
  drawn.map(({ tx, node, workload, hostNetwork, cross, egress, p95, dropped }, index): Measured =>
    measured(`p${index}`, { tx, node, workload, hostNetwork, more: { cross_az_gb_month: cross, egress_gb_month: egress, latency_ms: p95 === null ? null : { p50: 1, p95 }, allowance_exceeded: { bw_out: dropped } } }),
  ),
);

interface Victim {
  readonly pod: string;
  readonly evidence: readonly string[];
}

describe('whatever is measured', () => {
  it('every pod is recommended, held by name, or counted, once', () => {
    fc.assert(
      fc.property(pods, (all) => {
        if (all.length === 0) return;
        const { recommendations, held } = decideOn({ pods: all });
        const counted = held.reduce((sum, { details }) => sum + (typeof details?.['count'] === 'number' ? details['count'] : 1), 0);
        expect(recommendations.length + counted).toBe(all.length);
      }),
    );
  });

  it('no pod that uses the network of its node is named, nor anybody without evidence a victim', () => {
    fc.assert(
      fc.property(pods, (all) => {
        const hosts = all.filter(({ pod: given }) => (given?.['spec'] as { readonly hostNetwork: boolean }).hostNetwork).map(({ network }) => network['pod']);
        for (const { target, details } of decideOn({ pods: all }).recommendations) {
          expect(hosts).not.toContain(target.name);
          for (const { pod: victim, evidence } of details['victims'] as readonly Victim[]) {
            expect(evidence.length).toBeGreaterThan(0);
            expect(victim).not.toBe(details['pod']);
          }
        }
      }),
    );
  });

  it('limits nobody without a victim, and promises nothing', () => {
    fc.assert(
      fc.property(pods, (all) => {
        const { recommendations, estimated_savings: savings, execution_plan: plan } = decideOn({ pods: all });
        expect(savings).toBe(0);
        const alone = recommendations.filter(({ details }) => (details['victims'] as readonly unknown[]).length === 0);
        expect(alone.filter(({ action }) => action === 'limit_bandwidth')).toEqual([]);
        expect(plan.every(({ reversible }) => reversible)).toBe(true);
      }),
    );
  });

  it('a higher multiplier names no more pods', () => {
    fc.assert(
      fc.property(pods, fc.integer({ min: 2, max: 100 }), (all, multiplier) => {
        const named = (times: number): number => decideOn({ pods: all, requirements: { bandwidth_outlier_multiplier: times } }).recommendations.length;
        expect(named(multiplier + 10)).toBeLessThanOrEqual(named(multiplier));
      }),
    );
  });
});
