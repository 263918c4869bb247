import { expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { deleteExpiredReports } from './report-store';

const { connect } = await ownedDatabase('feedback');
const database = connect();
const NOW = new Date('2026-11-22T03:40:00Z');

it('lets reports go by when it happened and refused ones by when they came, and keeps the rest', async () => {
  await database.execute(
    `INSERT INTO interruption_feedback (interruption_id, customer_id, cluster_id, instance_type, availability_zone, region, day_of_week, hour_of_day, interruption_timestamp, dedupe_key, body_hash, received_at)
     SELECT gen_random_uuid(), 'cu-1', 'c-1', 'm5.large', 'us-east-1a', 'us-east-1', 0, 0, $1::timestamptz - age * interval '1 day', 'e:' || age, '', $1 FROM generate_series(1, 12000) AS age`,
    [NOW],
  );
  await database.execute("INSERT INTO refused_reports SELECT gen_random_uuid(), 'cu-1', 'EVENT_ID_REUSED', '{}', $1::timestamptz - age * interval '1 day' FROM generate_series(1, 40) AS age", [NOW]);
  expect(await deleteExpiredReports(database, { now: NOW, reportDays: 730, refusedDays: 30 })).toEqual({ reports: 11_270, refused: 10 });
  const [left] = await database.query('SELECT (SELECT count(*) FROM interruption_feedback)::int AS reports, (SELECT count(*) FROM refused_reports)::int AS refused');
  expect(left).toEqual({ reports: 730, refused: 30 });
});
