import { describe, expect, it } from 'vitest';
import { safetyLines } from '../report/safety-lines';
import { safetyReport } from './safety-report';
import type { SpotPool } from './spot-pool';

const pool = (instance_type: string, zone: string, more: Partial<SpotPool> = {}): SpotPool => ({
  ...{ instance_type, availability_zone: `ap-south-1${zone}`, region: 'ap-south-1', product: 'Linux/UNIX', advisorClass: 0, cv_168h: 0, history_hours: 168 },
  ...more,
});

/** Eleven safe pools, and one of class 2 with a variation of 0.05: 0.6 x 0.5 + 0.3 x 0.75 + 0.1 x 0.75 = 0.60 without anybody's experience. */
const TWELVE = [
  ...['m5.large', 'c5.large', 'r5.large'].flatMap((type) => ['a', 'b', 'c'].map((zone) => pool(type, zone))),
  ...['a', 'b'].map((zone) => pool('m6i.large', zone)),
  pool('t3.medium', 'c', { advisorClass: 2, cv_168h: 0.05 }),
];

describe('the safety report', () => {
  it('counts the safe pools and names the unsafe one with what it breaks', () => {
    const report = safetyReport(TWELVE, 0);
    expect(report.safety_metrics).toEqual({ compliance_rate: 11 / 12, safe_pools: 11, unsafe_pools: 1 });
    expect(report.levels).toEqual({ SAFE: 11, MEDIUM: 1, RISKY: 0 });
    expect(safetyLines(report)).toEqual(expect.arrayContaining(['Safety Compliance Rate: 91.7%', 'Safe Pools: 11/12', 'Violations: score too low 1, class unknown 0', 'Unsafe Pools Detected:', '- t3.medium (ap-south-1c): Risk score 0.60 < 0.75 (CRITICAL)']));
    expect(report.layers.map(({ layer, holds }) => [layer, holds])).toEqual([
      ['risk', false],
      ['zones', true],
      ['pool share', true],
      ['on-demand buffer', true],
      ['no confirmed risk', true],
    ]);
  });

  it('gives the weight, the milestone and the formula of the instance-hours', () => {
    const report = safetyReport(TWELVE, 125_000);
    expect(report.feedback_config).toEqual({ current_weight: 0.125, milestone: 'Month 6', total_instance_hours: 125_000 });
    expect(report.risk_formula).toEqual({ aws_weight: 0.475, volatility_weight: 0.3, customer_weight: 0.125, structural_weight: 0.1 });
    expect(safetyReport(TWELVE, 200_000).risk_formula.aws_weight).toBe(0.45);
    expect(safetyLines(report)).toEqual(expect.arrayContaining(['Milestone: Month 6; 50% of the way to Month 12 (200,000 instance-hours)', 'Customer Feedback Weight: 12.5%', 'Total Instance-Hours: 125,000']));
  });

  it('takes a pool that cannot be scored for unsafe, and alerts under 90%', () => {
    const report = safetyReport([pool('m5.large', 'a'), pool('c5.large', 'b', { advisorClass: null })], 0);
    expect(report.safety_metrics.compliance_rate).toBe(0.5);
    expect(report.pools[1]).toMatchObject({ safety: null, violation: 'Interruption class unknown: it cannot be scored' });
    expect(safetyLines(report).find((line) => line.startsWith('Safety Compliance Rate'))).toBe('Safety Compliance Rate: 50.0% ALERT: below the target of 90.0%');
    expect(report.layers.filter(({ holds }) => !holds).map(({ layer }) => layer)).toEqual(['risk', 'zones', 'pool share']);
  });
});
