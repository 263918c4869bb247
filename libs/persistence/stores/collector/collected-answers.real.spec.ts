import { beforeEach, describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { readCostMonths } from './collected-answers';

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
