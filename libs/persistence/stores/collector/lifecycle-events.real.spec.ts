import { describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import type { Database } from '../../database';
import type { Tx } from '../../tx';
import { isKnownAccount, recordLifecycle } from './lifecycle-events';

const TABLES = ['ml_training_data', 'collection_scans', 'resource_lifecycle_events'] as const;
const RESOURCES = 10;
const SCANS = 50;
const ACCOUNTS = 21;
const NEWEST = Date.parse('2026-11-20T10:00:00.000Z');
const DAY_MS = 86_400_000;

interface Scans {
  /** Of accounts. */
  readonly from?: number;
  readonly to: number;
  /** Days ago. */
  readonly oldest: number;
  readonly newest: number;
  readonly resources?: number;
  readonly but?: readonly string[];
}

const scanName = (account: number, ago: number): string => `a${String(account)}-s${String(ago)}`;
const FOUND = `SELECT 'a' || account AS account, 'a' || account || '-s' || ago AS scan, day
  FROM generate_series($1::int, $2::int) AS account, generate_series($3::int, $4::int, -1) AS ago, LATERAL (SELECT to_timestamp($5::float8) - make_interval(days => ago) AS day) AS at
  WHERE 'a' || account || '-s' || ago <> ALL ($6::text[])`;
const ROWS = `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, cost_monthly, detected_at, scan_completed_at)
  SELECT account, account || '-' || resource, scan, 'ebs_volume', 'aws', 'us-*', 1, 'idle_volume', 'high', 45.2, day, day FROM (${FOUND}) AS found, generate_series(1, $7::int) AS resource ORDER BY day`;
const STORED = `INSERT INTO collection_scans (scan_hash, content_hash, user_hash, account_hash, key_version, provider, completed_at, status, resources, refused, fault_count)
  SELECT scan, '', account, account, 1, 'aws', day, 'stored', $7::int, 0, 0 FROM (${FOUND}) AS found`;

/** As many scans found the same of all their resources. */
const found = async (sql: Database | Tx, { from = 0, to, oldest, newest, resources = RESOURCES, but = [] }: Scans): Promise<void> => {
  const params = [from, to, oldest, newest, NEWEST / 1000, but, resources];
  await sql.execute(ROWS, params);
  await sql.execute(STORED, params);
};
const analyse = async (database: Database): Promise<void> => {
  for (const table of TABLES) await database.execute(`ANALYZE ${table}`);
};

/** Accounts that wait for one of their scans: how long ago it was, and how often each of their resources may be looked up for it. */
const WAITING = [
  { account: 0, ago: 0, told: 0, most: 6 },
  { account: 7, ago: SCANS / 2, told: 0, most: 30 },
  { account: ACCOUNTS - 1, ago: SCANS, told: RESOURCES, most: 30 },
] as const;
const ALL: Scans = { to: ACCOUNTS - 1, oldest: SCANS, newest: 0, but: WAITING.map(({ account, ago }) => scanName(account, ago)) };

/** What the database knows of the tables: each made in a database of its own, because what it once knew stays. */
const STATISTICS: Readonly<Record<string, (database: Database) => Promise<void>>> = {
  none: (database) => found(database, ALL),
  fresh: async (database) => {
    await found(database, ALL);
    await analyse(database);
  },
  'of empty tables': async (database) => {
    await analyse(database);
    await found(database, ALL);
  },
  'of the days when each resource was found once': async (database) => {
    await found(database, { ...ALL, newest: SCANS - 1 });
    await analyse(database);
    await found(database, { ...ALL, oldest: SCANS - 2 });
  },
  'of few accounts': async (database) => {
    await found(database, { from: ACCOUNTS, to: ACCOUNTS + 2, oldest: SCANS, newest: SCANS });
    await analyse(database);
    await found(database, ALL);
  },
  'of one scan that was most of it': async (database) => {
    await found(database, { from: ACCOUNTS, to: ACCOUNTS, oldest: SCANS, newest: SCANS, resources: 1_000 });
    await analyse(database);
    await found(database, ALL);
  },
  'of many accounts that are gone': async (database) => {
    await found(database, { from: ACCOUNTS, to: ACCOUNTS + 500, oldest: SCANS, newest: SCANS });
    await analyse(database);
    await database.execute('DELETE FROM ml_training_data');
    await found(database, ALL);
  },
};

/** So far in this transaction; what is left over from others on the connection is in it too. */
const rowsRead = async (tx: Tx): Promise<number> => {
  const [counted] = await tx.query<{ read: number }>('SELECT sum(seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables WHERE relname = ANY ($1)', [TABLES]);
  return counted?.read ?? Number.NaN;
};

const record = (database: Database, account: number, ago: number): Promise<{ readonly told: number; readonly read: number }> =>
  database.transaction(async (tx) => {
    const before = await rowsRead(tx);
    expect(await isKnownAccount(tx, `a${String(account)}`)).toBe(true);
    await found(tx, { from: account, to: account, oldest: ago, newest: ago });
    const told = await recordLifecycle(tx, { account_hash: `a${String(account)}`, scan_hash: scanName(account, ago), completed_at: new Date(NEWEST - ago * DAY_MS) });
    return { told, read: (await rowsRead(tx)) - before };
  });

describe('a resource that very many scans have found', () => {
  for (const [of, fill] of Object.entries(STATISTICS)) {
    it(`is compared with those next to it in time, and no other is read, with statistics that are ${of}`, { timeout: 60_000 }, async () => {
      const database = (await ownedDatabase('collector')).connect({ poolSize: 2 });
      for (const table of TABLES) await database.execute(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
      await fill(database);
      for (const { account, ago, told, most } of WAITING) {
        const scan = await record(database, account, ago);
        expect(scan.told).toBe(told);
        expect(scan.read).toBeLessThan(most * RESOURCES);
      }
    });
  }
});
