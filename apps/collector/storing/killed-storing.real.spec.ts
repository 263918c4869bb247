import { afterAll, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { Database } from '@ml/persistence/database';
import { builtServices } from '@ml/testing/built-services';
import { ownServers } from '@ml/testing/own-servers';
import { onTheBus } from '@ml/testing/serve-module';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { startBundle } from '@ml/testing/start-bundle';
import { hashIdentifier } from '../identity/hash-identifiers';
import { betweenCommits } from './test/between-commits';
import { postedScan, postedVolume, sendScan, type PostedScan } from '../test/posted-scan';

const SPEC_MS = 300_000;
const RESOURCES = 200;
/** Series of a scan of so many are written beside the rest of it. */
const LARGE = 2_000;
/** Those during whose storing somebody is killed. */
const KILLED = [4, 5, 6];
const PIECES = 4;
const ACCOUNTS = 3;
const SCANS = 10;

builtServices();
const servers = await ownServers();
const { bus } = await onTheBus(servers, 'gateway');
const database = new Database({ owner: 'collector', url: servers.database.urlOf('collector'), poolSize: 4, entities: [], statementTimeoutMs: 30_000 });
afterAll(() => database.close());

const TABLES = ['ml_training_data', 'resource_lifecycle_events', 'cloudwatch_metrics_history', 'cost_trend_data', 'collection_scans', 'collection_subjects'] as const;
/** Of an hour that is not the scan's. */
const OWN = ['id', 'upload_id', 'created_at', 'updated_at', 'collected_at', 'accepted_at', 'stored_at', 'first_seen_at', 'last_seen_at'].map((column) => ` - '${column}'`).join('');

/** Everything that scans have left, but for ids and times of the database. */
const digest = async (): Promise<Readonly<Record<string, string>>> => {
  const sums = TABLES.map(async (table) => {
    const [row] = await database.query<{ sum: string }>(`SELECT count(*) || ' ' || coalesce(md5(string_agg(line, E'\\n' ORDER BY line)), '') AS sum FROM (SELECT (to_jsonb(one)${OWN})::text AS line FROM ${table} AS one) AS lines`);
    return [table, row?.sum ?? ''] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
};

const scans: readonly PostedScan[] = Array.from({ length: SCANS }, (_, at) => {
  const completed_at = `2026-${at % 2 === 0 ? '10' : '11'}-${String(10 + at)}T10:00:00Z`;
  const { header } = postedScan({ scan_id: `scan-${String(at)}`, account_id: `account-${String(at % ACCOUNTS)}`, user_id: `user-${String(at % 2)}`, completed_at });
  return { header, resources: Array.from({ length: KILLED.includes(at) ? LARGE : RESOURCES }, (__, place) => postedVolume(place, { detected_at: completed_at, cost_monthly: ((place * 7 + at * 3) % 50) + 1 })) };
});

/** As a platform does that is told to try again. */
const sendUntilAccepted = async (scan: PostedScan): Promise<void> => {
  for (;;) {
    try {
      await sendScan(bus, scan, { perPiece: scan.resources.length / PIECES, timeoutMs: 4_000 });
      return;
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
};

const inState = async (state: string): Promise<number> => (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM collection_scans WHERE status = $1', [state]).catch(() => [{ n: -1 }]))[0]?.n ?? -1;
const allStored = (many = SCANS): Promise<void> => expect.poll(() => inState('stored'), { timeout: 90_000, interval: 250 }).toBe(many);

const waitingForActions = `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;

it('leaves the same tables whoever is killed or restarted, and whenever', { timeout: SPEC_MS }, async () => {
  const start = () => startBundle('collector', servers.envOf('collector'));
  let [first, second] = await Promise.all([start(), start()]);
  for (const scan of scans) await sendUntilAccepted(scan);
  await allStored();
  const undisturbed = await digest();
  await database.execute(`TRUNCATE ${TABLES.join(', ')}, scan_uploads CASCADE`);

  // Killed while pieces are kept.
  const halfway = Promise.all(scans.slice(0, 4).map(sendUntilAccepted));
  await expect.poll(async () => (await database.query('SELECT 1 FROM scan_pieces LIMIT 1')).length, { interval: 5 }).toBe(1);
  await first.end('SIGKILL');
  [first] = await Promise.all([start(), halfway]);

  // Killed with every row written and nothing committed: whoever stores waits for a lock that is held here.
  const third = scans[4] ?? postedScan();
  await database.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('collected actions:' || account_hash, 0)) FROM (SELECT DISTINCT account_hash FROM collection_scans) AS known`);
    await sendUntilAccepted(third);
    await expect.poll(async () => (await tx.query<{ n: number }>(waitingForActions))[0]?.n, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
    await Promise.all([first.end('SIGKILL'), second.end('SIGKILL')]);
  });
  [first, second] = await Promise.all([start(), start()]);

  // Killed as soon as the commit can be seen, mostly before the order is acknowledged.
  const seen = await inState('stored');
  await sendUntilAccepted(scans[5] ?? postedScan());
  await expect.poll(() => inState('stored'), { timeout: 60_000, interval: 2 }).toBeGreaterThan(seen);
  await Promise.all([first.end('SIGKILL'), second.end('SIGKILL')]);
  [first, second] = await Promise.all([start(), start()]);

  // Killed when the series of a scan are committed, and the rest of it is not.
  await allStored(6);
  await betweenCommits(database, {
    accountHash: hashIdentifier({ current: { version: 1, key: TEST_HASH_KEY }, older: [], legacySalt: null, scheme: 'keyed' }, 'account', 'account-0'),
    begin: () => sendUntilAccepted(scans[6] ?? postedScan()),
    meanwhile: () => Promise.all([first.end('SIGKILL'), second.end('SIGKILL')]),
  });
  await Promise.all([start(), start()]);

  const rest = Promise.all(scans.slice(7).map(sendUntilAccepted));
  await servers.nats.server.restart();
  await servers.postgres.restart();
  await rest;
  await allStored();
  expect(await digest()).toEqual(undisturbed);
  expect(await database.query('SELECT 1 FROM scan_uploads WHERE closed_at IS NOT NULL')).toEqual([]);
});
