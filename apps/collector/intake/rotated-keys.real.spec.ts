import { expect, it } from 'vitest';
import { askScan } from '@ml/contracts/collection';
import { askCostHistory } from '@ml/contracts/insights';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { postedScan, sendScan } from '../test/posted-scan';
import { onTheBus, serveCollector } from '../test/served-collector';

builtServices();
const servers = await realServers();
const { bus } = await onTheBus(servers, 'gateway');
const insight = await onTheBus(servers, 'insight');
const scan = postedScan();

const stored = (): Promise<void> => expect.poll(async () => (await bus.ask(askScan, { scan_id: 'scan-1' })).status, { timeout: 15_000, interval: 50 }).toBe('stored');

it('what was collected under a key of before is found under the new one', { timeout: 60_000 }, async () => {
  const before = await serveCollector(servers);
  await sendScan(bus, scan);
  await stored();
  await before.close();
  await serveCollector(servers, { COLLECT_HASH_KEY: 'another key of specs that opens nothing', COLLECT_HASH_KEY_VERSION: '2', COLLECT_OLD_HASH_KEYS: `1=${TEST_HASH_KEY}` });
  await stored();
  expect(await sendScan(bus, scan)).toMatchObject({ duplicate: true, status: { status: 'stored' } });
  await expect(sendScan(bus, { ...scan, header: { ...scan.header, account_id: 'other' } })).rejects.toMatchObject({ code: 'SCAN_ID_REUSED' });
  expect(await insight.bus.ask(askCostHistory, { account_id: scan.header.account_id })).toEqual({ series: [{ month: '2026-11', amount: 33 }] });
});
