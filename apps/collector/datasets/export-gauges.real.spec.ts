import { describe, expect, it } from 'vitest';
import { Metrics } from '@ml/platform/metrics';
import { ownedDatabase } from '@ml/testing/owned-database';
import { ExportGauges } from './export-gauges';

const { connect } = await ownedDatabase('collector');
const database = connect();

const HOUR = 3_600;

/** What the gauges show, but for series that are 0; seconds as whole hours. */
const shown = async (archiveS3Bucket: string | null = 'archive'): Promise<Readonly<Record<string, number>>> => {
  const metrics = new Metrics('collector');
  const gauges = new ExportGauges(metrics, database, { archiveS3Bucket });
  expect(gauges).toBeDefined();
  const found = await metrics.registry.getMetricsAsJSON();
  const series = found.filter(({ name }) => name.startsWith('ml_export_')).flatMap(({ name, values }) => values.map(({ value, labels }) => [`${name}${labels['status'] === undefined ? '' : ` ${labels['status']}`}`, value] as const));
  return Object.fromEntries(series.filter(([, value]) => value > 0).map(([name, value]) => [name, name.endsWith('_seconds') ? Math.floor(value / HOUR) : value]));
};

/** An export that was ordered so many hours ago. */
const store = (hours: number, changes: string): Promise<number> =>
  database.execute(
    `INSERT INTO dataset_exports (export_id, output_format, gzip, days, datasets, requested_by, schema_version, created_at, completed_at, archived_to, archived_at, status, error, rewritten_at, withdrawn)
     SELECT gen_random_uuid(), 'json', false, 30, '{}', 'api', 1, at, done, place, copied, state, reason::jsonb, again, coalesce(files, '[]')::jsonb
     FROM (SELECT now() - make_interval(hours => $1) AS at) AS ordered, LATERAL (SELECT ${changes}) AS row (state, done, place, copied, reason, again, files)`,
    [hours],
  );

describe('exports in the metrics', () => {
  it('are nothing while there are none', async () => {
    expect(await shown()).toEqual({});
  });

  it('show what waits, failed, has no copy, and has files that must go', async () => {
    await store(3, `'queued', NULL::timestamptz, NULL, NULL::timestamptz, NULL, NULL::timestamptz, NULL`);
    await store(30, `'running', NULL::timestamptz, NULL, NULL::timestamptz, NULL, now() - interval '2 hours', NULL`);
    await store(90, `'completed', at + interval '1 hour', 's3://archive/a/', now(), NULL, NULL::timestamptz, '[{"files": []}]'`);
    await store(50, `'completed', at + interval '1 hour', NULL, NULL::timestamptz, NULL, NULL::timestamptz, NULL`);
    await store(60, `'completed', at + interval '1 hour', 's3://archive/begun/', NULL::timestamptz, NULL, NULL::timestamptz, NULL`);
    await store(9, `'failed', at, NULL, NULL::timestamptz, '{"code": "INTERNAL"}', NULL::timestamptz, NULL`);
    await store(40, `'failed', at, NULL, NULL::timestamptz, '{"code": "INTERNAL"}', NULL::timestamptz, NULL`);
    await store(9, `'failed', at, NULL, NULL::timestamptz, '{"code": "EXPIRED"}', NULL::timestamptz, NULL`);
    expect(await shown()).toEqual({
      'ml_export_states queued': 1,
      'ml_export_states running': 1,
      'ml_export_states failed': 1,
      ml_export_waiting_seconds: 3,
      ml_export_uncopied_seconds: 59,
      ml_export_withdrawn: 1,
    });
  });

  it('need no copy where none are kept', async () => {
    expect(await shown(null)).not.toHaveProperty('ml_export_uncopied_seconds');
  });
});
