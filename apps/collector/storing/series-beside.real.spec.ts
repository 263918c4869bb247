import pino from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { Database } from '@ml/persistence/database';
import { eraseUser } from '@ml/persistence/stores/collector/erase-user';
import { lockActions } from '@ml/persistence/stores/collector/lock-actions';
import { lockScansOf, lockSeriesOf } from '@ml/persistence/stores/collector/scans';
import type { Tx } from '@ml/persistence/tx';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { ownedDatabase } from '@ml/testing/owned-database';
import type { Identity } from '../identity/identity';
import { ConsentGate } from '../privacy/consent-gate';
import { ScanStorer } from './scan-storer';
import { betweenCommits, breakOff } from './test/between-commits';
import { acceptedScan, madeUpRow, madeUpSeries, type MadeUpScan } from './test/made-up-scan';

const { connect } = await ownedDatabase('collector');
const database = connect();
const lines: string[] = [];
const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }) as unknown as Logger;
const storerOn = (on: Pick<Database, 'transaction'>): ScanStorer => new ScanStorer(on as Database, new ConsentGate({} as Identity, { consentMode: 'automatic' }), logger, new Metrics('collector'));
const storer = storerOn(database);

const SERIES = 3;
let names = 0;
const accepted = async (changes: Partial<MadeUpScan> = {}): Promise<MadeUpScan> => {
  names += 1;
  const header = { scan_hash: `scan-${names}`, account_hash: `account-${names}`, user_hash: `user-${names}`, completed_at: '2026-11-20T10:00:00.000Z' };
  const rows = Array.from({ length: SERIES }, (_, at) => madeUpRow(header, { resource_hash: `r${at}` }));
  const scan = { ...header, resources: 5_000, rows, series: rows.map(({ resource_hash }) => madeUpSeries(header, { resource_hash })), ...changes };
  await acceptedScan(database, scan, 2);
  return scan;
};
const count = async (table: string, { account_hash }: MadeUpScan): Promise<number> => (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE account_hash = $1`, [account_hash]))[0]?.n ?? -1;
const rowsOf = async (scan: MadeUpScan): Promise<readonly number[]> => [await count('ml_training_data', scan), await count('cloudwatch_metrics_history', scan)];
const told = async ({ scan_hash }: MadeUpScan): Promise<unknown> => (await database.query('SELECT status, rows, error FROM collection_scans WHERE scan_hash = $1', [scan_hash]))[0];
const STORED = { status: 'stored', rows: { ml_training_data: SERIES, cloudwatch_metrics_history: SERIES, resource_lifecycle_events: SERIES } };

const PATIENCE = { timeout: 30_000, interval: 20 };

const ADVISORY = `SELECT 1 FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`;
/** So many wait for a lock of ours. */
const waiters = (tx: Tx, many: number): Promise<void> => expect.poll(() => tx.query(ADVISORY).then(({ length }) => length), PATIENCE).toBe(many);

/** One of its series. */
const POST = `INSERT INTO cloudwatch_metrics_history (account_hash, scan_id, resource_hash, resource_type, provider, metric_name, metric_values, aggregation_period, start_date, end_date)
  VALUES ($1, $2, 'r1', $3, $4, $5, '{}', 'hourly', $6, $7)`;
const postOf = (scan: MadeUpScan): readonly unknown[] => {
  const { resource_type, provider, metric_name, start_date, end_date } = madeUpSeries(scan);
  return [scan.account_hash, scan.scan_hash, resource_type, provider, metric_name, start_date, end_date];
};

beforeEach(() => void lines.splice(0));

/** Stored half: the series are there, the rest is not. */
const halfStored = async (): Promise<MadeUpScan> => {
  const scan = await accepted();
  const outcome = await betweenCommits(database, { accountHash: scan.account_hash, begin: () => storer.store(scan.scan_hash), meanwhile: breakOff });
  expect(outcome).toBeInstanceOf(AppError);
  expect(await rowsOf(scan)).toEqual([0, SERIES]);
  expect(await told(scan)).toMatchObject({ status: 'accepted' });
  return scan;
};

describe('a scan of which the series are there and the rest is not', () => {
  it('is stored whole when it is stored again, and counts what it wrote before', async () => {
    const scan = await halfStored();
    await storer.store(scan.scan_hash);
    expect(await told(scan)).toMatchObject(STORED);
    expect(await rowsOf(scan)).toEqual([SERIES, SERIES]);
    expect(lines).toEqual([]);
  });

  it('leaves nothing when its user is erased, or has objected, before it is stored', async () => {
    const erased = await halfStored();
    await database.transaction((tx) => eraseUser(tx, { users: [erased.user_hash ?? ''], sole: [erased.account_hash], shared: [], scans: [erased.scan_hash], firstSeenAt: null }));
    await storer.store(erased.scan_hash);
    expect([await rowsOf(erased), await told(erased)]).toEqual([[0, 0], undefined]);

    const objecting = await halfStored();
    await database.execute('INSERT INTO user_preferences (user_hash, key_version, objection) VALUES ($1, 1, true)', [objecting.user_hash]);
    await storer.store(objecting.scan_hash);
    expect([await rowsOf(objecting), await told(objecting)]).toEqual([[0, 0], expect.objectContaining({ status: 'failed' })]);
  });
});

describe('series of a large scan', () => {
  it('are locked until they are committed: who takes that lock waits for them', async () => {
    const scan = await accepted();
    const both = await database.transaction(async (tx) => {
      await lockActions(tx, [scan.account_hash]);
      const storing = storer.store(scan.scan_hash);
      await waiters(tx, 1);
      const asking = database.transaction((other) => lockSeriesOf(other, scan.account_hash));
      await waiters(tx, 2);
      return [storing, asking];
    });
    await Promise.all(both);
    expect(await told(scan)).toMatchObject(STORED);
  });

  it('that are committed as their scan is refused are waited for', async () => {
    const scan = await accepted();
    await database.execute('INSERT INTO user_preferences (user_hash, key_version, objection) VALUES ($1, 1, true)', [scan.user_hash]);
    const { refusing } = await database.transaction(async (tx) => {
      await lockSeriesOf(tx, scan.account_hash);
      await tx.execute(POST, postOf(scan));
      const refused = storer.store(scan.scan_hash);
      await waiters(tx, 1);
      return { refusing: refused };
    });
    await refusing;
    expect([await rowsOf(scan), await told(scan)]).toEqual([[0, 0], expect.objectContaining({ status: 'failed' })]);
  });

  it('stay when it could not be stored here, and somebody else stores it: that is waited for', async () => {
    const scan = await accepted();
    let calls = 0;
    const broken: Pick<Database, 'transaction'> = { transaction: (work) => ((calls += 1) === 1 ? Promise.reject(new Error('no')) : database.transaction(work)) };
    const { failing } = await database.transaction(async (tx) => {
      await lockScansOf(tx, scan.account_hash);
      await tx.execute(POST, postOf(scan));
      await tx.execute(`UPDATE collection_scans SET status = 'stored' WHERE scan_hash = $1`, [scan.scan_hash]);
      const failed = expect(storerOn(broken).store(scan.scan_hash)).rejects.toThrow('no');
      await waiters(tx, 1);
      return { failing: failed };
    });
    await failing;
    expect([await rowsOf(scan), await told(scan)]).toEqual([[0, 1], expect.objectContaining({ status: 'stored', error: null })]);
  });

  it('are written with it when somebody who may wait for the scan keeps them waiting', async () => {
    const scan = await accepted();
    await database.transaction(async (tx) => {
      await lockSeriesOf(tx, scan.account_hash);
      await storer.store(scan.scan_hash);
    });
    expect(await told(scan)).toMatchObject(STORED);
    expect(lines.join()).toContain('could not be written beside it');
  });

  it('are written with it when there is one connection only', async () => {
    const scan = await accepted();
    await storerOn(connect({ poolSize: 1 })).store(scan.scan_hash);
    expect(await told(scan)).toMatchObject(STORED);
    expect(lines.join()).toContain('could not be written beside it');
  });

  it('wait for it, and it for them, for longer than a transaction may be idle elsewhere', async () => {
    const scan = await accepted();
    const idle: unknown[] = [];
    const asking = async <T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> => {
      const result = await work(tx);
      idle.push(...(await tx.query(`SELECT current_setting('idle_in_transaction_session_timeout') AS patience`)));
      return result;
    };
    await storerOn({ transaction: (work) => database.transaction((tx) => asking(tx, work)) }).store(scan.scan_hash);
    expect(idle).toEqual([{ patience: '5min' }, { patience: '5min' }]);
  });

  it('are written with it when it has failed before: nobody orders that again', async () => {
    const scan = await accepted();
    await database.execute(`UPDATE collection_scans SET status = 'failed' WHERE scan_hash = $1`, [scan.scan_hash]);
    await database.transaction(async (tx) => {
      await lockSeriesOf(tx, scan.account_hash);
      await storer.store(scan.scan_hash);
    });
    expect(await told(scan)).toMatchObject(STORED);
    expect(lines).toEqual([]);
  });

  it('are written with it when its connection is lost', async () => {
    const scan = await accepted();
    const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO cloudwatch%'`;
    let storing: Promise<void> | undefined;
    const enough = new Error('enough');
    const twin = database.transaction(async (tx) => {
      await tx.execute(POST, postOf(scan));
      storing = storer.store(scan.scan_hash);
      await expect.poll(() => database.query(`SELECT 1 ${waiting}`).then(({ length }) => length), PATIENCE).toBe(1);
      await database.query(`SELECT pg_terminate_backend(pid) ${waiting}`);
      throw enough;
    });
    await expect(twin).rejects.toBe(enough);
    await storing;
    expect(await told(scan)).toMatchObject(STORED);
    expect(lines.join()).toContain('could not be written beside it');
  });

  it('are not kept when the rest cannot be', async () => {
    const scan = await accepted();
    await database.execute(`UPDATE scan_pieces SET training = 'no zstd' WHERE upload_id = (SELECT upload_id FROM scan_uploads WHERE scan_hash = $1)`, [scan.scan_hash]);
    await expect(storer.store(scan.scan_hash)).rejects.toThrow();
    expect([await rowsOf(scan), await told(scan)]).toEqual([[0, 0], expect.objectContaining({ status: 'failed' })]);
  });

  it('that are committed as their user is erased are waited for', async () => {
    const scan = await accepted();
    const { erasing } = await database.transaction(async (tx) => {
      await lockSeriesOf(tx, scan.account_hash);
      await tx.execute(POST, postOf(scan));
      const gone = database.transaction((other) => eraseUser(other, { users: [scan.user_hash ?? ''], sole: [scan.account_hash], shared: [], scans: [scan.scan_hash], firstSeenAt: null }));
      await waiters(tx, 1);
      return { erasing: gone };
    });
    expect(await erasing).toMatchObject({ cloudwatch_metrics_history: 1, collection_scans: 1 });
    expect(await rowsOf(scan)).toEqual([0, 0]);
  });
});
