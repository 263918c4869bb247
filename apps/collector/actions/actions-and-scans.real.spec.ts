import { afterAll, expect, it } from 'vitest';
import { askScan, askTakeAction, askTakeSeries, type ActionAccepted, type PostedAction } from '@ml/contracts/collection';
import { Database } from '@ml/persistence/database';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';
import { postedScan, postedVolume, sendScan } from '../test/posted-scan';
import { serveCollector } from '../test/served-collector';

const servers = await realServers();
builtServices();
await serveCollector(servers);
const { bus } = await onTheBus(servers, 'gateway');
const database = new Database({ owner: 'collector', url: servers.database.urlOf('collector'), poolSize: 2, entities: [], statementTimeoutMs: 10_000 });
afterAll(() => database.close());

const stored = async (scan: ReturnType<typeof postedScan>): Promise<void> => {
  await sendScan(bus, scan);
  await expect.poll(async () => (await bus.ask(askScan, { scan_id: scan.header.scan_id })).status).toBe('stored');
};
let events = 0;
const act = (resource: string, over: Partial<PostedAction> = {}): Promise<ActionAccepted> =>
  bus.ask(askTakeAction, { event_id: `e-${(events += 1)}`, user_id: 'jane', account_id: '111122223333', resource_id: resource, action: 'deleted', action_at: '2026-11-20T12:45:00Z', ...over });
const trend = async (): Promise<unknown> => (await database.query('SELECT waste_detected::float8 AS detected, waste_eliminated::float8 AS eliminated FROM cost_trend_data'))[0];

it('actions and series come before their scan, after it, and anew: the sums of the month follow', async () => {
  expect(await act('vol-1')).toMatchObject({ outcome: 'waiting' });
  const series = { resource_id: 'vol-2', resource_type: 'ebs_volume', provider: 'aws', metric_name: 'VolumeWriteOps', period_seconds: 3600, timestamps: ['2026-11-20T08:00:00Z'], values: [7] } as const;
  expect(await bus.ask(askTakeSeries, series)).toMatchObject({ outcome: 'waiting' });

  const scan = postedScan();
  await stored({ ...scan, resources: [...scan.resources, postedVolume(9, { cost_monthly: -4 })] });
  expect(await trend()).toEqual({ detected: 33, eliminated: 11 });
  expect(await bus.ask(askTakeSeries, series)).toMatchObject({ outcome: 'recorded', duplicate: true });
  expect(await database.query('SELECT count(*)::integer AS waiting FROM cloudwatch_metrics_history WHERE account_hash IS NULL')).toEqual([{ waiting: 0 }]);

  expect(await act('vol-2')).toMatchObject({ outcome: 'recorded' });
  expect(await trend()).toEqual({ detected: 33, eliminated: 23 });
  expect(await act('vol-1', { action: 'kept', action_at: '2026-11-20T13:00:00Z' })).toMatchObject({ outcome: 'recorded' });
  expect(await act('vol-2', { action: 'ignored', action_at: '2026-11-20T11:00:00Z' })).toMatchObject({ outcome: 'superseded' });
  expect(await act('vol-9')).toMatchObject({ outcome: 'waiting' });
  expect(await trend()).toEqual({ detected: 33, eliminated: 12 });

  await stored({ header: { ...scan.header, scan_id: 'scan-2', completed_at: '2026-11-21T10:30:00Z' }, resources: [postedVolume(0, { detected_at: '2026-11-21T10:00:00Z' })] });
  expect(await trend()).toEqual({ detected: 10, eliminated: 12 });
  expect(await database.query(`SELECT event_type, count(*)::integer AS events FROM resource_lifecycle_events WHERE event_type = 'deleted' GROUP BY 1`)).toEqual([{ event_type: 'deleted', events: 1 }]);
  expect(await database.query('SELECT cost_monthly::float8 AS cost, user_action FROM ml_training_data ORDER BY detected_at, cost')).toEqual([
    { cost: 10, user_action: null },
    { cost: 11, user_action: 'kept' },
    { cost: 12, user_action: 'deleted' },
    { cost: 10, user_action: null },
  ]);
});
