import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrainingRow } from '@ml/domain/anonymise/collected-rows';
import { Database } from '@ml/persistence/database';
import { findScan, lockScansOf } from '@ml/persistence/stores/collector/scans';
import { createLogger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { ownedDatabase } from '@ml/testing/owned-database';
import type { Identity } from '../identity/identity';
import { ConsentGate } from '../privacy/consent-gate';
import { ScanStorer } from './scan-storer';
import { costTrend } from './test/cost-trend-by-definition';
import { lifecycleEvents } from './test/lifecycle-by-definition';
import { madeUpHistory } from './test/made-up-history';
import { acceptedScan, madeUpRow, madeUpSeries, type MadeUpScan } from './test/made-up-scan';

const { connect, url } = await ownedDatabase('collector');
const database = connect();
const replica = (on = database): ScanStorer => new ScanStorer(on, new ConsentGate({} as Identity, { consentMode: 'automatic' }), createLogger('spec', { level: 'silent' }), new Metrics('collector'));
const storer = replica();

let names = 0;
const name = (): string => `a${String((names += 1))}`;
const header = (changes: Partial<MadeUpScan> = {}): Omit<MadeUpScan, 'rows'> => {
  const account_hash = name();
  return { scan_hash: `${account_hash}-s`, account_hash, completed_at: '2026-11-20T10:00:00.000Z', ...changes };
};
const store = async (scan: MadeUpScan, perPiece?: number): Promise<void> => {
  await acceptedScan(database, scan, perPiece);
  await storer.store(scan.scan_hash);
};
const statusOf = async (scanHash: string): Promise<unknown> => {
  const row = await findScan(database, [scanHash]);
  return row && { status: row.status, rows: row.rows, error: row.error?.code ?? null };
};
const count = async (table: string, account: string): Promise<number> => (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE account_hash = $1`, [account]))[0]?.n ?? 0;

const observed = (row: TrainingRow, completed_at: string) => ({
  ...row,
  scan_completed_at: Date.parse(completed_at),
  detected_at: Date.parse(row.detected_at),
  metrics_summary: row.metrics_summary === null ? null : JSON.stringify(row.metrics_summary),
});

const toldLifecycle = async (account: string): Promise<readonly string[]> =>
  (
    await database.query<{ told: string }>(
      `SELECT resource_hash || ' ' || scan_id || ' ' || event_type || ' ' || (extract(epoch FROM event_timestamp) * 1000)::bigint || ' ' || cost_at_event::float8 AS told FROM resource_lifecycle_events WHERE account_hash = $1`,
      [account],
    )
  )
    .map(({ told }) => told)
    .toSorted();

const toldTrends = (account: string): Promise<readonly Record<string, unknown>[]> =>
  database.query(
    `SELECT month, total_spend::float8 AS total_spend, total_spend_source, waste_detected::float8 AS waste_detected, waste_percentage::float8 AS waste_percentage, top_waste_categories,
       coalesce(regional_breakdown, '{}') AS regional_breakdown FROM cost_trend_data WHERE account_hash = $1 ORDER BY month`,
    [account],
  );

/** What is to be said of the same scans, by definition. */
const expected = (scans: readonly MadeUpScan[], actual: number | null) => {
  const events = lifecycleEvents(scans.flatMap(({ rows, completed_at }) => rows.map((row) => observed(row, completed_at))));
  const months = Map.groupBy(scans, ({ completed_at }) => completed_at.slice(0, 7));
  const trends = [...months].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([month, found]) => {
    const trend = costTrend(
      found.map(({ scan_hash, completed_at, total_spend = null, rows }) => ({ scan_id: scan_hash, completed_at: Date.parse(completed_at), total_spend, rows })),
      actual,
    );
    return { month, ...trend, waste_percentage: expect.closeTo(trend?.waste_percentage ?? Number.NaN, 3) as unknown };
  });
  return { trends, events: events.map((event) => `${event.resource_hash} ${event.scan_id} ${event.event_type} ${String(event.event_timestamp)} ${String(event.cost_at_event)}`).toSorted() };
};

describe('scans of an account', () => {
  it('leave the same events and months in whatever order they come, which are those of the definition', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(madeUpHistory(name), fc.option(fc.integer({ min: 0, max: 30 })), async (scans, actual) => {
        const account = scans[0]?.account_hash ?? '';
        if (actual !== null) {
          const cost = `INSERT INTO account_actuals (account_hash, month, amount, is_estimated, source, as_of) SELECT $1, month, $2, false, 'emulator', now() FROM unnest(ARRAY['2026-10', '2026-11']) AS month`;
          await database.execute(cost, [account, actual]);
        }
        for (const scan of scans) await store(scan, 2);
        const { events, trends } = expected(scans, actual);
        expect(await toldLifecycle(account)).toEqual(events);
        expect(await toldTrends(account)).toEqual(trends);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a scan', () => {
  it('is stored once, however often and by however many it is ordered; its pieces are gone', async () => {
    const scan = header();
    const rows = Array.from({ length: 25 }, (_, at) => madeUpRow(scan, { resource_hash: `${scan.account_hash}-${String(at)}` }));
    await acceptedScan(database, { ...scan, rows, series: rows.map(({ resource_hash }) => madeUpSeries(scan, { resource_hash })) }, 10);
    const other = replica(connect());
    await Promise.all([storer.store(scan.scan_hash), other.store(scan.scan_hash), storer.store(scan.scan_hash)]);
    await other.store(scan.scan_hash);
    expect(await statusOf(scan.scan_hash)).toMatchObject({ status: 'stored', rows: { ml_training_data: 25, cloudwatch_metrics_history: 25, resource_lifecycle_events: 25 } });
    expect([await count('ml_training_data', scan.account_hash), await count('cloudwatch_metrics_history', scan.account_hash), await count('scan_uploads', scan.account_hash)]).toEqual([25, 25, 0]);
  });

  it('waits for another one of its account for longer than any statement takes', async () => {
    const scan = header();
    await acceptedScan(database, { ...scan, rows: [madeUpRow(scan)] });
    const hasty = new Database({ owner: 'collector', url, poolSize: 1, entities: [], statementTimeoutMs: 100 });
    const storing = await database.transaction(async (tx) => {
      await lockScansOf(tx, scan.account_hash);
      const stored = replica(hasty).store(scan.scan_hash).catch((error: unknown) => error);
      await tx.query('SELECT pg_sleep(0.5)');
      return { stored };
    });
    expect(await storing.stored).toBeUndefined();
    await hasty.close();
    expect(await statusOf(scan.scan_hash)).toMatchObject({ status: 'stored' });
  });

  it('says when its storing ended, not when it began', async () => {
    const scan = header();
    await store({ ...scan, rows: [madeUpRow(scan)] });
    const [row] = await database.query<{ began: Date }>('SELECT created_at AS began FROM ml_training_data WHERE account_hash = $1', [scan.account_hash]);
    expect((await findScan(database, [scan.scan_hash]))?.stored_at?.getTime()).toBeGreaterThan(row?.began.getTime() ?? Number.NaN);
  });

  it('keeps the first of what two of its pieces hold', async () => {
    const scan = header();
    await store({ ...scan, rows: [madeUpRow(scan, { cost_monthly: 1 }), madeUpRow(scan, { cost_monthly: 2 })], series: [madeUpSeries(scan)] }, 1);
    expect(await database.query('SELECT cost_monthly::float8 AS cost FROM ml_training_data WHERE account_hash = $1', [scan.account_hash])).toEqual([{ cost: 1 }]);
  });

  it('without any resource is a month in which nothing is wasted', async () => {
    const scan = header({ total_spend: 12 });
    await store({ ...scan, rows: [] });
    expect(await toldTrends(scan.account_hash)).toMatchObject([{ month: '2026-11', total_spend: 12, waste_detected: 0, waste_percentage: 0, top_waste_categories: [] }]);
  });

  it('of somebody who objected meanwhile leaves nothing, and says so', async () => {
    const scan = header({ user_hash: name() });
    await acceptedScan(database, { ...scan, rows: [madeUpRow(scan)] });
    await database.execute('INSERT INTO user_preferences (user_hash, key_version, objection) VALUES ($1, 1, true)', [scan.user_hash]);
    await storer.store(scan.scan_hash);
    expect(await statusOf(scan.scan_hash)).toMatchObject({ status: 'failed', error: 'OBJECTED' });
    expect([await count('ml_training_data', scan.account_hash), await count('scan_uploads', scan.account_hash)]).toEqual([0, 0]);
  });

  it('of somebody who was erased meanwhile is nothing', async () => {
    await expect(storer.store('nobody')).resolves.toBeUndefined();
  });

  it('that cannot be written says that it failed, leaves nothing, and is stored once it can be', async () => {
    const scan = header();
    await acceptedScan(database, { ...scan, rows: [madeUpRow(scan), madeUpRow(scan, { resource_hash: 'r2' })] }, 1);
    const pieces = 'FROM scan_pieces JOIN scan_uploads USING (upload_id) WHERE account_hash = $1 AND first = 1';
    const [piece] = await database.query<{ training: Buffer }>(`SELECT training ${pieces}`, [scan.account_hash]);
    const change = (training: Buffer): Promise<number> => database.execute(`UPDATE scan_pieces SET training = $2 WHERE (upload_id, first) = (SELECT upload_id, first ${pieces})`, [scan.account_hash, training]);
    await change(Buffer.from('no zstd'));
    await expect(storer.store(scan.scan_hash)).rejects.toThrow();
    expect(await statusOf(scan.scan_hash)).toMatchObject({ status: 'failed', error: 'INTERNAL' });
    expect(await count('ml_training_data', scan.account_hash)).toBe(0);
    await change(piece?.training ?? Buffer.alloc(0));
    await storer.store(scan.scan_hash);
    expect(await statusOf(scan.scan_hash)).toMatchObject({ status: 'stored', rows: { ml_training_data: 2 }, error: null });
  });
});

describe.each([['small', 2], ['large', 5_000]])('series of a %s scan', (_, resources) => {
  const values = (value: number) => ({ ...madeUpSeries(header()).metric_values, avg: value });
  const kept = (account: string): Promise<readonly Record<string, unknown>[]> =>
    database.query(`SELECT scan_id, (metric_values ->> 'avg')::float8 AS avg FROM cloudwatch_metrics_history WHERE account_hash = $1 ORDER BY start_date`, [account]);

  it('that begin together are those of the scan that was completed last, whichever comes last', async () => {
    for (const order of [[0, 1], [1, 0]]) {
      const account_hash = name();
      const scans = ['2026-11-20T10:00:00.000Z', '2026-11-21T10:00:00.000Z'].map((completed_at, at) => ({ scan_hash: `${account_hash}-${String(at)}`, account_hash, completed_at }));
      for (const at of order) {
        const scan = scans[at] ?? header();
        await store({ ...scan, resources, rows: [madeUpRow(scan)], series: [madeUpSeries(scan, { metric_values: values(at) })] });
      }
      expect(await kept(account_hash)).toEqual([{ scan_id: scans[1]?.scan_hash, avg: 1 }]);
    }
  });

  it('some of which are known are counted once each', async () => {
    const account_hash = name();
    const [before, after] = ['2026-11-20T10:00:00.000Z', '2026-11-21T10:00:00.000Z'].map((completed_at, at) => ({ scan_hash: `${account_hash}-${String(at)}`, account_hash, completed_at })) as [MadeUpScan, MadeUpScan];
    await store({ ...before, resources, rows: [madeUpRow(before)], series: [madeUpSeries(before)] });
    const rows = [madeUpRow(after), madeUpRow(after, { resource_hash: 'r2' })];
    await store({ ...after, resources, rows, series: rows.map(({ resource_hash }) => madeUpSeries(after, { resource_hash })) });
    expect(await statusOf(after.scan_hash)).toMatchObject({ rows: { cloudwatch_metrics_history: 2 } });
    expect((await kept(account_hash)).map(({ scan_id }) => scan_id)).toEqual([after.scan_hash, after.scan_hash]);
  });

  it('that were posted before anybody knew the account are the account\'s, and count before what a scan says of the same hours', async () => {
    const scan = header();
    const resource_hash = `${scan.account_hash}-r`;
    const insert = `INSERT INTO cloudwatch_metrics_history (account_hash, resource_hash, resource_type, provider, metric_name, metric_values, aggregation_period, start_date, end_date)
      SELECT NULL, $1, 'ebs_volume', 'aws', 'volume_read_ops', $2, 'hourly', begins, begins + interval '3 hours' FROM unnest(ARRAY['2026-11-18T00:00Z', '2026-11-19T00:00Z']::timestamptz[]) AS begins`;
    await database.execute(insert, [resource_hash, JSON.stringify(values(7))]);
    await store({ ...scan, resources, rows: [madeUpRow(scan, { resource_hash })], series: [madeUpSeries(scan, { resource_hash, metric_values: values(1) })] });
    expect(await kept(scan.account_hash)).toEqual([{ scan_id: null, avg: 7 }, { scan_id: null, avg: 7 }]);
  });

  it('one of which is posted at this very moment are stored all the same, and what was posted counts', async () => {
    const scan = header();
    const rows = [madeUpRow(scan), madeUpRow(scan, { resource_hash: 'r2' })];
    await acceptedScan(database, { ...scan, resources, rows, series: rows.map(({ resource_hash }) => madeUpSeries(scan, { resource_hash, metric_values: values(1) })) });
    const { resource_type, provider, metric_name, start_date, end_date } = madeUpSeries(scan);
    const post = `INSERT INTO cloudwatch_metrics_history (account_hash, resource_hash, resource_type, provider, metric_name, metric_values, aggregation_period, start_date, end_date)
      VALUES ($1, 'r2', $2, $3, $4, $5, 'hourly', $6, $7)`;
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO cloudwatch%'`;
    const { first } = await database.transaction(async (tx) => {
      await tx.execute(post, [scan.account_hash, resource_type, provider, metric_name, JSON.stringify(values(7)), start_date, end_date]);
      const stored = storer.store(scan.scan_hash);
      await expect.poll(async () => (await database.query(waiting)).length, { interval: 20 }).toBe(1);
      return { first: stored };
    });
    await first;
    expect(await statusOf(scan.scan_hash)).toMatchObject({ status: 'stored', rows: { ml_training_data: 2, cloudwatch_metrics_history: 1 } });
    expect((await kept(scan.account_hash)).map(({ avg }) => avg).toSorted()).toEqual([1, 7]);
  });
});
