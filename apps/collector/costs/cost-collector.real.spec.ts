import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OnceSchedule } from '@ml/persistence/once-schedule';
import { eraseUser } from '@ml/persistence/stores/collector/erase-user';
import { refreshCostTrend } from '@ml/persistence/stores/collector/refresh-cost-trend';
import { readUserScope } from '@ml/persistence/stores/collector/user-scope';
import type { Tx } from '@ml/persistence/tx';
import { DAY_MS } from '@ml/units/time';
import { pino } from 'pino';
import type { Logger } from '@ml/platform/logger';
import type { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import { ownedDatabase } from '@ml/testing/owned-database';
import { builtServices } from '@ml/testing/built-services';
import { ownEmulator } from '@ml/testing/own-emulator';
import { findByScan, keepersOn } from '../test/keepers';
import type { CollectorSettings } from '../settings';
import { ConsentGate } from '../privacy/consent-gate';
import { AccountCosts } from './account-costs';
import { CostCalls } from './cost-calls';
import { CostCollector } from './cost-collector';
import type { CostRole } from './read-roles';

const NOW = new Date('2026-11-20T05:15:00Z');
const ACCOUNT = '111122223333';
builtServices();
const emulator = await ownEmulator(NOW);
// The SDK looks for them in the environment of the process.
for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'spec');
const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 4 });
const keepers = keepersOn(database);
const settings = { costExplorerEndpoint: null, awsEndpointUrl: emulator.url, costExplorerExternalId: null, consentMode: 'automatic' } as CollectorSettings;
const lines: string[] = [];
const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }) as unknown as Logger;
const calls = new CostCalls(settings, logger);
const costs = new AccountCosts(database, keepers.identity, new ConsentGate(keepers.identity, settings), calls, { now: () => NOW } as Clock);
const collector = new CostCollector(undefined as unknown as OnceSchedule, costs, keepers.identity, settings, logger, new Metrics('collector'));
afterAll(() => calls.onApplicationShutdown());
const roleOf = (accountId: string) => ({ accountId, role: `arn:aws:iam::${accountId}:role/cost-reader` });

interface Billed {
  readonly Keys: readonly [string];
  readonly Metrics: { readonly UnblendedCost: { readonly Amount: string } };
}

/** What the emulator itself tells of one day, by id. */
const billed = async (): Promise<ReadonlyMap<string, number>> => {
  const body = { TimePeriod: { Start: '2026-11-18', End: '2026-11-19' }, Granularity: 'DAILY', Metrics: ['UnblendedCost'], GroupBy: [{ Type: 'DIMENSION', Key: 'RESOURCE_ID' }], Filter: { Dimensions: { Key: 'SERVICE', Values: ['Amazon Elastic Compute Cloud - Compute', 'EC2 - Other', 'Amazon Relational Database Service'] } } };
  const headers = { 'x-amz-target': 'AWSInsightsIndexService.GetCostAndUsageWithResources', authorization: `AWS4-HMAC-SHA256 Credential=ASIA${ACCOUNT}EMUL/20261120/us-east-1/ce/aws4_request, x` };
  const answer = (await (await fetch(emulator.url, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as { readonly ResultsByTime: readonly { readonly Groups: readonly Billed[] }[] };
  return new Map(answer.ResultsByTime.flatMap(({ Groups }) => Groups).map(({ Keys, Metrics }) => [Keys[0], Number(Metrics.UnblendedCost.Amount)]));
};
const bill = await billed();
const idOf = (start: string, isCredit = false): string => [...bill].find(([id, amount]) => id.startsWith(start) && amount < 0 === isCredit)?.[0] ?? 'none';

const find = (resource: string, over: { readonly detectedAt?: string; readonly cost?: number; readonly account?: string } = {}): Promise<void> =>
  findByScan(database, keepers, { user: 'jane', account: ACCOUNT, resource, detectedAt: '2026-11-19T00:00:00Z', cost: 50, ...over });
const joined = (resource: string): Promise<readonly Record<string, unknown>[]> =>
  database.query('SELECT cost_real_monthly::float8 AS real, cost_variance_pct::float8 AS variance FROM ml_training_data WHERE resource_hash = $1 ORDER BY detected_at', [keepers.identity.hash('resource', resource)]);
const TABLES = ['ml_training_data', 'account_actuals', 'resource_actuals', 'cost_trend_data', 'collection_subjects', 'collection_scans', 'user_preferences'];

beforeEach(async () => {
  lines.length = 0;
  await emulator.clearFaults();
  await database.execute(`WITH ${TABLES.map((table) => `${table}_gone AS (DELETE FROM ${table})`).join(', ')} SELECT`);
});

describe('what Cost Explorer says', () => {
  it('is joined to the newest rows by the hash of the resource, also of one that is billed by its ARN', async () => {
    const [instance, database_arn] = [idOf('i-'), idOf('arn:')];
    await find(instance, { detectedAt: '2026-11-12T00:00:00Z' });
    await find(instance);
    await find(database_arn.split(':').at(-1) ?? '', { cost: 0 });
    await find('i-that-nobody-bills');
    await collector.collect([roleOf(ACCOUNT)]);
    // A day differs from the next by a tenth.
    const near = (amount: number): unknown => expect.closeTo(amount, -Math.log10(amount * 0.4)) as unknown;
    const monthly = ((bill.get(instance) ?? 0) / 24) * 730;
    const [older, newest] = await joined(instance);
    expect(older).toEqual({ real: null, variance: null });
    expect(newest).toEqual({ real: near(monthly), variance: expect.closeTo(((Number(newest?.['real']) - 50) / 50) * 100, 2) as unknown });
    expect(await joined(database_arn.split(':').at(-1) ?? '')).toMatchObject([{ variance: null, real: expect.any(Number) as unknown }]);
    expect(await joined('i-that-nobody-bills')).toEqual([{ real: null, variance: null }]);
    expect(await database.query('SELECT DISTINCT source, hours, window_end FROM resource_actuals')).toEqual([{ source: 'emulator', hours: 14 * 24, window_end: new Date('2026-11-20T00:00:00Z') }]);
    expect(await database.query('SELECT count(*)::integer AS kept FROM resource_actuals')).toEqual([{ kept: 2 }]);
  });

  it('joins no credit, and nothing to what was found too long ago', async () => {
    const [credit, old] = [idOf('', true), idOf('vol-')];
    await find(credit);
    await find(old, { detectedAt: '2026-09-01T00:00:00Z' });
    await collector.collect([roleOf(ACCOUNT)]);
    expect([...(await joined(credit)), ...(await joined(old))]).toEqual([{ real: null, variance: null }, { real: null, variance: null }]);
    expect(await database.query('SELECT monthly < 0 AS is_credit FROM resource_actuals ORDER BY 1')).toEqual([{ is_credit: false }, { is_credit: true }]);
  });

  it('stands in for what the platform did not report, month by month, and is the same tomorrow', async () => {
    await find(idOf('i-'));
    const account_hash = keepers.identity.hash('account', ACCOUNT);
    await database.transaction((tx) => refreshCostTrend(tx, { account_hash, month: '2026-11' }));
    await collector.collect([roleOf(ACCOUNT)]);
    const months = await database.query<{ month: string; amount: number }>('SELECT month, amount::float8, is_estimated, source FROM account_actuals ORDER BY month');
    expect(months).toHaveLength(13);
    expect(months.at(-1)).toMatchObject({ month: '2026-11', is_estimated: true, source: 'emulator' });
    expect(await database.query('SELECT month, total_spend::float8, total_spend_source, waste_detected::float8 FROM cost_trend_data')).toEqual([{ month: '2026-11', total_spend: months.at(-1)?.amount, total_spend_source: 'cost_explorer', waste_detected: 50 }]);
    await database.execute('UPDATE collection_scans SET total_spend = 777');
    await collector.collect([roleOf(ACCOUNT)]);
    expect(await database.query('SELECT total_spend::float8, total_spend_source FROM cost_trend_data')).toEqual([{ total_spend: 777, total_spend_source: 'reported' }]);
    // The month is over: what was reported is of its first days.
    await database.execute(`UPDATE account_actuals SET is_estimated = false`);
    await database.transaction((tx) => refreshCostTrend(tx, { account_hash, month: '2026-11' }));
    expect(await database.query('SELECT total_spend::float8, total_spend_source FROM cost_trend_data')).toEqual([{ total_spend: months.at(-1)?.amount, total_spend_source: 'cost_explorer' }]);
    await database.execute(`UPDATE account_actuals SET is_estimated = true WHERE month = '2026-11'`);
    expect(await database.query('SELECT month, amount::float8, is_estimated, source FROM account_actuals ORDER BY month')).toEqual(months);
  });

  it('is read although the service throttles and breaks off, and is not asked for where nothing is collected', async () => {
    await find(idOf('i-'));
    await emulator.faults({ kind: 'throttle', operation: 'GetCostAndUsageWithResources', times: 2 }, { kind: 'truncate', operation: 'GetCostAndUsage', times: 1 }, { kind: 'error', operation: 'AssumeRole', times: 1 });
    await collector.collect([roleOf(ACCOUNT)]);
    expect((await joined(idOf('i-')))[0]?.['real']).toBeGreaterThan(0);
    const asked = await emulator.calls();
    await collector.collect([roleOf('999988887777')]);
    await database.execute('INSERT INTO user_preferences (user_hash, key_version, objection) VALUES ($1, 1, true)', [keepers.identity.hash('user', 'jane')]);
    await collector.collect([roleOf(ACCOUNT)]);
    expect(await emulator.calls()).toEqual(asked);
    expect(lines.filter((line) => line.includes('not_collected'))).toHaveLength(2);
  });

  it('has months where single resources are not switched on, and one account that fails keeps no other from it', async () => {
    await find('vol-1', { account: '111122220000' });
    await find(idOf('i-'));
    await emulator.faults({ kind: 'refuse_credentials', operation: 'AssumeRole', times: 1 });
    await find('vol-2', { account: '555566667777' });
    await collector.collect([roleOf('555566667777'), roleOf('111122220000'), roleOf(ACCOUNT)]);
    expect(await database.query('SELECT count(DISTINCT account_hash)::integer AS accounts FROM account_actuals')).toEqual([{ accounts: 2 }]);
    const log = lines.join('');
    expect(log).toContain('AccessDenied');
    expect(log).toContain('DataUnavailableException');
    expect(log).toContain(keepers.identity.hash('account', '555566667777'));
    for (const plain of ['555566667777', '111122220000', ACCOUNT, 'arn:', 'cost-reader', 'vol-', idOf('i-')]) expect(log).not.toContain(plain);
  });

  it('is of the account that is named, also where the role is of the one that pays for it', async () => {
    await find(idOf('i-'));
    await collector.collect([{ accountId: ACCOUNT, role: 'arn:aws:iam::999988887777:role/cost-reader' }]);
    expect((await joined(idOf('i-')))[0]?.['real']).toBeGreaterThan(0);
    const ofPayer = await database.query('SELECT month, amount FROM account_actuals ORDER BY month');
    await collector.collect([roleOf(ACCOUNT)]);
    expect(await database.query('SELECT month, amount FROM account_actuals ORDER BY month')).toEqual(ofPayer);
  });

  it('is of the days before today, also when the moment to ask was missed yesterday', async () => {
    await find(idOf('i-'));
    let missed: Promise<void> = Promise.resolve();
    const schedule = { every: (...[, , handler]: Parameters<OnceSchedule['every']>) => void (missed = handler({} as Tx, new Date(NOW.getTime() - DAY_MS))) } as unknown as OnceSchedule;
    const late = new CostCollector(schedule, costs, keepers.identity, { ...settings, costExplorerRoles: [roleOf(ACCOUNT)] }, logger, new Metrics('collector'));
    late.onApplicationBootstrap();
    await missed;
    expect((await joined(idOf('i-')))[0]?.['real']).toBeGreaterThan(0);
  });

  it('is left to the next to run where the service stops in the middle', async () => {
    const asked: string[] = [];
    const slow = { collect: ({ accountId }: CostRole) => Promise.resolve(asked.push(accountId)).then(() => stopped.onModuleDestroy()) } as unknown as AccountCosts;
    const stopped = new CostCollector(undefined as unknown as OnceSchedule, slow, keepers.identity, settings, logger, new Metrics('collector'));
    await expect(stopped.collect([roleOf(ACCOUNT), roleOf('555566667777')])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(asked).toEqual([ACCOUNT]);
  });

  it('is not taken for nothing where it is not in USD', async () => {
    await find(idOf('i-'));
    const amounts = [{ start: '2026-11-01', resource: null, amount: '7.5', unit: 'CNY', estimated: false }];
    const pages = async function* (): AsyncGenerator<typeof amounts> {
      yield await Promise.resolve(amounts);
    };
    const inYuan = new AccountCosts(database, keepers.identity, new ConsentGate(keepers.identity, settings), { source: 'aws', pages } as unknown as CostCalls, { now: () => NOW } as Clock);
    await expect(inYuan.collect(roleOf(ACCOUNT))).rejects.toMatchObject({ code: 'SOURCE_FAILED', message: expect.stringContaining('not in USD') as unknown });
    expect(await database.query('SELECT 1 FROM account_actuals')).toEqual([]);
  });

  it('is not kept of an account whose only user is erased while it is read, nor while they are asked whether it may be', async () => {
    let read = false;
    class AskedTooLate extends ConsentGate {
      override async reasonNotToCollect(...[sql, hashes]: Parameters<ConsentGate['reasonNotToCollect']>) {
        if (read) await database.transaction(async (tx) => eraseUser(tx, await readUserScope(tx, hashes)));
        return super.reasonNotToCollect(sql, hashes);
      }
    }
    const pages = async function* (): AsyncGenerator<unknown> {
      yield await Promise.resolve([{ start: '2026-11-01', resource: null, amount: '7.5', unit: 'USD', estimated: false }]);
      read = true;
    };
    await find(idOf('i-'));
    const late = new AccountCosts(database, keepers.identity, new AskedTooLate(keepers.identity, settings), { source: 'aws', pages } as unknown as CostCalls, { now: () => NOW } as Clock);
    await late.collect(roleOf(ACCOUNT));
    expect(await database.query('SELECT 1 FROM account_actuals')).toEqual([]);
  });

  it('leaves none of its ids anywhere', async () => {
    await find(idOf('i-'));
    await collector.collect([roleOf(ACCOUNT)]);
    const everything = JSON.stringify(await Promise.all(TABLES.map((table) => database.query(`SELECT * FROM ${table}`))));
    for (const plain of [ACCOUNT, 'cost-reader', ...bill.keys()]) expect(everything).not.toContain(plain);
  });
});
