import fc from 'fast-check';
import type { MetricSummary, TrainingRow } from '@ml/domain/anonymise/collected-rows';
import { madeUpRow, type MadeUpScan } from './made-up-scan';

const SUMMARIES: readonly (Readonly<Record<string, MetricSummary>> | null)[] = [null, { cpu: { avg: 1, p50: 1, p95: 2, p99: 3, trend: 'stable' } }, { cpu: { avg: 1, p50: 1, p95: 2, p99: 4, trend: 'volatile' } }];

const found = fc.record({
  resource_hash: fc.constantFrom('r1', 'r2', 'r3'),
  detection_scenario: fc.constantFrom('idle', 'orphaned'),
  confidence_level: fc.constantFrom('high', 'low'),
  parent_resource_state: fc.constantFrom(null, 'stopped'),
  resource_type: fc.constantFrom('ebs_volume', 'ec2_instance'),
  region_anonymized: fc.constantFrom('us-*', 'eu-*'),
  cost_monthly: fc.integer({ min: 0, max: 50_000 }).map((units) => units / 10_000),
  metrics_summary: fc.constantFrom(...SUMMARIES),
});

const DAYS = ['2026-10-30T10:00:00.000Z', '2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00.000Z', '2026-11-15T10:00:00.000Z'];

const scan = fc.record({
  completed_at: fc.constantFrom(...DAYS),
  total_spend: fc.option(fc.integer({ min: 0, max: 20 })),
  resources: fc.constantFrom(5, 5_000),
  rows: fc.uniqueArray(found, { maxLength: 5, selector: ({ resource_hash, detection_scenario }) => `${resource_hash} ${detection_scenario}` }),
});

/** Scans of one account in the order in which they come, which is not the order of their times; names are unique by the prefix. */
export const madeUpHistory = (prefix: () => string): fc.Arbitrary<readonly MadeUpScan[]> =>
  fc.array(scan, { minLength: 1, maxLength: 5 }).map((scans) => {
    const account_hash = prefix();
    return scans.map(({ completed_at, total_spend, resources, rows }, at) => {
      const header = { scan_hash: `${account_hash}-s${String(at)}`, account_hash, completed_at };
      return { ...header, total_spend, resources, rows: rows.map((row): TrainingRow => madeUpRow(header, { ...row, resource_hash: `${account_hash}-${row.resource_hash}` })) };
    });
  });
