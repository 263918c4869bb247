import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { askExport, askExports, askOrderExport, DATASETS, type ExportJob, type OrderExport } from '@ml/contracts/datasets';
import { askEraseUser } from '@ml/contracts/privacy';
import { EXPORTED } from '@ml/domain/collection/datasets';
import { Database } from '@ml/persistence/database';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { startBundle, type BundleProcess } from '@ml/testing/start-bundle';
import { Identity } from '../identity/identity';
import { collectedRows } from '../privacy/test/collected-rows';
import type { CollectorSettings } from '../settings';
import { storeResources } from '../test/collected-rows';

const SPEC_MS = 120_000;
const STOP = 4_711;
/** Datasets before it are whole files when it is stopped. */
const STOPPED = 'resource_lifecycle_events';

builtServices();
const servers = await realServers();
const { bus } = await onTheBus(servers, 'gateway');
const { blobs } = await onTheBus(servers, 'collector');
const database = new Database({ owner: 'collector', url: servers.database.urlOf('collector'), poolSize: 4, entities: [], statementTimeoutMs: 30_000 });
const identity = new Identity({ hashKey: TEST_HASH_KEY, hashKeyVersion: 1, oldHashKeys: null, legacySalt: null, hashScheme: 'keyed' } as CollectorSettings);
const world = collectedRows(database, identity);
const [one, other] = [mkdtempSync(path.join(tmpdir(), 'ml-killed-one-')), mkdtempSync(path.join(tmpdir(), 'ml-killed-other-'))];
afterAll(async () => {
  await database.close();
  for (const folder of [one, other]) rmSync(folder, { recursive: true, force: true });
});

const start = (folder: string): Promise<BundleProcess> => startBundle('collector', { ...servers.envOf('collector'), TMPDIR: folder });
const filesIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
const isStopped = (folder: string): boolean => filesIn(folder).some((name) => name.startsWith(STOPPED));
const order = (more: Partial<OrderExport> = {}): Promise<ExportJob> => bus.ask(askOrderExport, { days: 30, output_format: 'json', gzip: false, datasets: [], requested_by: 'rest', ...more });
/** Of the newest order: whoever was to answer may be dead. */
const ended = (): Promise<ExportJob> =>
  vi.waitFor(async () => {
    const [job] = (await bus.ask(askExports, { limit: 1, offset: 0 })).rows;
    if (job === undefined || !['completed', 'failed'].includes(job.status)) throw new Error('it is not ended');
    return job;
  }, { timeout: 60_000, interval: 100 });
const stored = async (): Promise<readonly string[]> => {
  const ids: string[] = [];
  await blobs.sweep('export', { olderThanMs: 0, keeps: (id) => ids.push(id) > 0 });
  return ids;
};

/** A row of the stopped dataset is read once nobody holds the lock any more. Counting, which reads no row whole, goes on: for a function that says it is stable. */
const WAIT = `CREATE FUNCTION wait_with(value jsonb) RETURNS jsonb STABLE LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_lock_shared(${String(STOP)}); RETURN value; END'`;
const STOPPING = EXPORTED[STOPPED].columns.map(({ name, type }) => (type === 'json' ? `wait_with(kept.${name}) AS ${name}` : `kept.${name}`));
let isReady = false;
beforeEach(async () => {
  if (!isReady) {
    await world.scan({ user: 'jane', account: 'hers', scan: 'scan-of-jane', resources: 20 });
    await world.scan({ user: 'joe', account: 'his', scan: 'scan-of-joe', resources: 5 });
    await database.execute(`ALTER TABLE ${STOPPED} RENAME TO kept_events`);
    await database.execute(WAIT);
    await database.execute(`CREATE VIEW ${STOPPED} AS SELECT ${STOPPING.join(', ')} FROM kept_events AS kept`);
  }
  isReady = true;
  await database.execute('DELETE FROM dataset_exports');
});

const whileStopped = (work: () => Promise<void>): Promise<void> =>
  database.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [STOP]);
    await work();
  });

describe('an export', { timeout: SPEC_MS }, () => {
  it('whose maker is killed in the middle of a file is made by another replica, and nothing is left of the first try', async () => {
    const processes = new Map([[one, await start(one)], [other, await start(other)]]);
    let [killed, living] = [one, other];
    await whileStopped(async () => {
      order().catch(() => undefined);
      await expect.poll(() => [one, other].filter(isStopped).length, { timeout: 40_000 }).toBe(1);
      if (isStopped(other)) [killed, living] = [other, one];
      await processes.get(killed)?.end('SIGKILL');
      // As if half a minute had gone by.
      await database.execute(`UPDATE dataset_exports SET heartbeat_at = now() - interval '1 minute'`);
      await expect.poll(() => isStopped(living), { timeout: 40_000 }).toBe(true);
    });
    const job = await ended();
    expect(job).toMatchObject({ status: 'completed', error: null, files: DATASETS.map((dataset) => ({ dataset })) });
    expect(await stored()).toHaveLength(DATASETS.length + 1);
    expect(filesIn(living)).toEqual([]);
    expect(filesIn(killed)).not.toEqual([]);
    await start(killed);
    expect(filesIn(killed)).toEqual([]);
  });

  it('whose maker is told to stop is given back at once, as if it had never been begun, and made by whoever comes next', async () => {
    const maker = await start(one);
    await whileStopped(async () => {
      order().catch(() => undefined);
      await expect.poll(() => isStopped(one), { timeout: 40_000 }).toBe(true);
      await maker.end('SIGTERM');
      expect(filesIn(one)).toEqual([]);
      expect(await database.query('SELECT status, attempts, run_id FROM dataset_exports')).toEqual([{ status: 'queued', attempts: 0, run_id: null }]);
    });
    await start(other);
    expect(await ended()).toMatchObject({ status: 'completed', error: null, files: DATASETS.map((dataset) => ({ dataset })) });
  });

  it('that is being made while its user is erased holds nothing of them, and the erasure does not wait for it', async () => {
    await start(one);
    const hers = [identity.hash('account', 'hers'), identity.hash('scan', 'scan-of-jane'), identity.hash('resource', 'scan-of-jane-r0')];
    await whileStopped(async () => {
      order().catch(() => undefined);
      await expect.poll(() => isStopped(one), { timeout: 40_000 }).toBe(true);
      expect(await bus.ask(askEraseUser, { user_id: 'jane', object: false })).toMatchObject({ rows: { ml_training_data: 20 }, exports_rewritten: 1 });
    });
    const job = await ended();
    expect(job).toMatchObject({ status: 'completed', files: [{ dataset: 'ml_training_data', rows: 5 }, {}, {}, {}, {}] });
    const left = await stored();
    expect(left).toHaveLength(DATASETS.length + 1);
    const texts = await Promise.all(left.map(async (id) => Buffer.from(await blobs.get(id)).toString()));
    for (const hash of hers) expect(texts.filter((text) => text.includes(hash))).toEqual([]);
    expect(filesIn(one)).toEqual([]);
  });

  it('for which the disk has no room fails, says so and leaves nothing; the next one is made', async () => {
    const { pid } = await start(one);
    const limit = (bytes: string): Buffer => execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}`]);
    await storeResources(database, 2_000);
    const before = await stored();
    limit('100000:unlimited');
    for (const gzip of [false, true]) {
      const { export_id } = await order({ gzip, datasets: ['ml_training_data'] });
      const job = await bus.ask(askExport, { export_id });
      expect(job).toMatchObject({ status: 'failed', files: [], error: { code: 'UNAVAILABLE', text: expect.stringContaining('temporary directory') as unknown } });
      expect(filesIn(one)).toEqual([]);
    }
    expect(await stored()).toEqual(before);
    limit('unlimited:unlimited');
    expect(await order({ datasets: ['ml_training_data'] })).toMatchObject({ status: 'completed', files: [{ rows: 2_005 }] });
  });
});
