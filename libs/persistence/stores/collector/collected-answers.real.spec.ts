import { beforeEach, describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { readCostMonths, readNewestRows } from './collected-answers';

const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 2 });
const ACCOUNT = 'a'.repeat(64);

const trend = (month: string, amount: number, { source = 'reported', provider = 'aws', account = ACCOUNT } = {}): Promise<number> =>
  database.execute(
    `INSERT INTO cost_trend_data (account_hash, month, provider, total_spend, total_spend_source, waste_detected, waste_eliminated, waste_percentage, top_waste_categories)
     VALUES ($1, $2, $3, $4, $5, 0, 0, 0, '[]')`,
    [account, month, provider, amount, source],
  );
const actual = (month: string, amount: number): Promise<number> =>
  database.execute(`INSERT INTO account_actuals (account_hash, month, amount, is_estimated, source, as_of) VALUES ($1, $2, $3, false, 'spec', now())`, [ACCOUNT, month, amount]);
const months = async (provider: string | null = null): Promise<Record<string, number>> => Object.fromEntries((await readCostMonths(database, [ACCOUNT, 'b'.repeat(64)], provider)).map(({ month, amount }) => [month, amount]));

beforeEach(async () => {
  await database.execute('DELETE FROM cost_trend_data');
  await database.execute('DELETE FROM account_actuals');
});

describe('what an account cost by month', () => {
  it('is what was reported, and what Cost Explorer said of other months', async () => {
    await trend('2026-10', 1_000);
    await actual('2026-09', 900);
    await actual('2026-10', 1);
    expect(await months()).toEqual({ '2026-09': 900, '2026-10': 1_000 });
    expect(await months('gcp')).toEqual({});
  });

  it('is what was found where nothing else is known', async () => {
    await trend('2026-09', 40, { source: 'detected' });
    await trend('2026-10', 50, { source: 'detected' });
    expect(await months()).toEqual({ '2026-09': 40, '2026-10': 50 });
  });

  it('never has a part of it beside the whole', async () => {
    await trend('2026-08', 30, { source: 'detected' });
    await trend('2026-09', 40, { source: 'detected' });
    await trend('2026-10', 1_000);
    await actual('2026-09', 900);
    await trend('2026-08', 7, { source: 'detected', provider: 'gcp' });
    expect(await months()).toEqual({ '2026-08': 7, '2026-09': 900, '2026-10': 1_000 });
    expect(await months('aws')).toEqual({ '2026-09': 900, '2026-10': 1_000 });
  });

  it('counts once what is kept under two keys', async () => {
    await trend('2026-10', 1_000);
    await trend('2026-10', 1_000, { account: 'b'.repeat(64) });
    expect(await months()).toEqual({ '2026-10': 1_000 });
  });
});

const SCANNED = `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, cost_monthly, detected_at, scan_completed_at)
  SELECT $1::text, md5(resource::text), md5($1::text || scan), 'ebs_volume', 'aws', 'us-*', scan, scenario, 'high', scan, now(), '2026-11-01'::timestamptz + make_interval(days => scan)
  FROM generate_series(1, $2::int) AS resource, generate_series(1, $3::int) AS scan, unnest(ARRAY['idle', 'unattached']) AS scenario`;

describe('the newest that is known of each resource', () => {
  const OLDER = 'c'.repeat(64);
  const page = async (limit: number, offset: number) => {
    const { rows, total } = await readNewestRows(database, [ACCOUNT, OLDER], { limit, offset });
    return { total, told: rows.map((row) => [row['resource_hash'], row['resource_age_days'], row['detection_scenario']]) };
  };

  it('is told once each, page by page, those under the current key first', async () => {
    await database.execute(SCANNED, [ACCOUNT, 30, 3]);
    await database.execute(SCANNED, [OLDER, 5, 2]);
    const { total, told } = await page(100, 0);
    expect([total, told.length, new Set(told.slice(0, 30).map(String)).size]).toEqual([35, 35, 30]);
    expect(told.map(([, age, scenario]) => `${String(age)} ${String(scenario)}`)).toEqual([...Array.from({ length: 30 }, () => '3 idle'), ...Array.from({ length: 5 }, () => '2 idle')]);
    const pages = await Promise.all([0, 12, 24, 36].map((offset) => page(12, offset)));
    expect(pages.flatMap((part) => part.told)).toEqual(told);
    expect(pages.at(-1)).toEqual({ total: 35, told: [] });
  });
});
