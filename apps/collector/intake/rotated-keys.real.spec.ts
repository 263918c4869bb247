import { afterAll, expect, it } from 'vitest';
import { askScan } from '@ml/contracts/collection';
import { askCostHistory } from '@ml/contracts/insights';
import { Database } from '@ml/persistence/database';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { Identity } from '../identity/identity';
import type { CollectorSettings } from '../settings';
import { postedScan, sendScan } from '../test/posted-scan';
import { serveCollector } from '../test/served-collector';

builtServices();
const servers = await realServers();
const { bus } = await onTheBus(servers, 'gateway');
const insight = await onTheBus(servers, 'insight');
const scan = postedScan();

const NEW_KEY = { COLLECT_HASH_KEY: 'another key of specs that opens nothing', COLLECT_HASH_KEY_VERSION: '2', COLLECT_OLD_HASH_KEYS: `1=${TEST_HASH_KEY}` };
const OLD = { hashKey: TEST_HASH_KEY, hashKeyVersion: 1, oldHashKeys: null, legacySalt: null, hashScheme: 'keyed' } as CollectorSettings;
const [oldIdentity, newIdentity] = [new Identity(OLD), new Identity({ ...OLD, hashKey: NEW_KEY.COLLECT_HASH_KEY, hashKeyVersion: 2 })];
const database = new Database({ owner: 'collector', url: servers.database.urlOf('collector'), poolSize: 2, entities: [], statementTimeoutMs: 10_000 });
afterAll(() => database.close());

const stored = (scan_id = 'scan-1'): Promise<void> => expect.poll(async () => (await bus.ask(askScan, { scan_id })).status, { interval: 50 }).toBe('stored');

it('what was collected under a key of before is found under the new one', { timeout: 60_000 }, async () => {
  const before = await serveCollector(servers);
  await sendScan(bus, scan);
  await stored();
  await before.close();
  const after = await serveCollector(servers, NEW_KEY);
  await stored();
  expect(await sendScan(bus, scan)).toMatchObject({ duplicate: true, status: { status: 'stored' } });
  await expect(sendScan(bus, { ...scan, header: { ...scan.header, account_id: 'other' } })).rejects.toMatchObject({ code: 'SCAN_ID_REUSED' });
  expect(await insight.bus.ask(askCostHistory, { account_id: scan.header.account_id })).toEqual({ series: [{ month: '2026-11', amount: 33 }] });
  await after.close();
});

it('a scan that failed under a key of before is stored under the new one when it is sent again', { timeout: 60_000 }, async () => {
  const again = postedScan({ scan_id: 'scan-2', account_id: '444455556666' });
  const before = await serveCollector(servers);
  await sendScan(bus, again);
  await stored('scan-2');
  await before.close();
  // As if it had failed: nothing of it is there.
  await database.execute(`UPDATE collection_scans SET status = 'failed' WHERE account_hash = $1`, [oldIdentity.hash('account', '444455556666')]);
  for (const table of ['ml_training_data', 'resource_lifecycle_events', 'cloudwatch_metrics_history', 'cost_trend_data']) await database.execute(`DELETE FROM ${table} WHERE account_hash = $1`, [oldIdentity.hash('account', '444455556666')]);
  await serveCollector(servers, NEW_KEY);
  expect(await sendScan(bus, again)).toMatchObject({ duplicate: true, status: { status: 'accepted' } });
  await stored('scan-2');
  expect(await bus.ask(askScan, { scan_id: 'scan-2' })).toMatchObject({ rows: { ml_training_data: 3, resource_lifecycle_events: 3, cloudwatch_metrics_history: 3 } });
  const left = `SELECT count(*)::int AS rows FROM ml_training_data JOIN collection_scans ON scan_hash = scan_id JOIN collection_subjects USING (user_hash) WHERE ml_training_data.account_hash = collection_subjects.account_hash AND collection_scans.account_hash = $1`;
  expect(await database.query(left, [newIdentity.hash('account', '444455556666')])).toEqual([{ rows: 3 }]);
});
