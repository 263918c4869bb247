import { describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { readDays, readLoad, readNullable, readReached, readTotals } from './growth';

const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 2 });

const ROWS = `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, cost_monthly, user_action, detected_at, created_at)
  SELECT 'a', 'r' || place, 's', 'ebs_volume', 'aws', 'us-*', 1, 'idle', 'high', 1, CASE WHEN place % 4 = 0 THEN 'kept' END, now(), now() - make_interval(days => ago) FROM unnest($1::int[]) WITH ORDINALITY AS told(ago, place)`;
const SCANS = `INSERT INTO collection_scans (scan_hash, content_hash, user_hash, account_hash, key_version, provider, completed_at, status, resources, refused, fault_count, accepted_at)
  SELECT 's' || place, 'c', 'u', 'a', 1, 'aws', now(), status, 10 * place, 0, 0, now() - make_interval(hours => ago) FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS told(status, ago, place)`;

describe('counting what is collected', () => {
  it('finds nothing in empty tables', async () => {
    expect(await readTotals(database)).toMatchObject({ total_ml_records: 0, records_last_7_days: 0, acted: 0, records_per_scan: null, last_collection_at: null });
    expect(await readDays(database, new Date(0))).toEqual([]);
    expect(await readLoad(database)).toEqual({ accepted: 0, stored: 0, failed: 0, pieces: 0, waiting_seconds: 0 });
    expect(await readReached(database, [])).toEqual([]);
  });

  it('counts by age, by day and by status', async () => {
    await database.execute(ROWS, [[0, 0, 3, 10, 10, 29, 40, 400]]);
    await database.execute(SCANS, [['stored', 'stored', 'failed', 'accepted'], [1, 2, 3, 48]]);
    const totals = await readTotals(database);
    expect(totals).toMatchObject({ total_ml_records: 8, records_last_7_days: 3, records_last_30_days: 6, acted: 2, records_per_scan: 15 });
    expect((totals.last_collection_at?.getTime() ?? 0) - totals.now.getTime()).toBeGreaterThan(-60_000);
    const days = await readDays(database, new Date(totals.now.getTime() - 20 * 86_400_000));
    expect([days.reduce((sum, { records }) => sum + records, 0), days.reduce((sum, { scans }) => sum + scans, 0)]).toEqual([5, 4]);
    const load = await readLoad(database);
    expect(load).toMatchObject({ accepted: 1, stored: 2, failed: 1, pieces: 0 });
    expect(Math.round(load.waiting_seconds / 3600)).toBe(48);
  });

  it('says when so many were there, oldest first', async () => {
    const [first, sixth, ninth] = await readReached(database, [1, 6, 9]);
    expect([first, sixth].map((at) => Math.round((Date.now() - (at?.getTime() ?? 0)) / 86_400_000))).toEqual([400, 3]);
    expect(ninth).toBeNull();
  });

  it('knows that critical columns cannot hold a null', async () => {
    expect(await readNullable(database)).toBe(0);
  });
});
