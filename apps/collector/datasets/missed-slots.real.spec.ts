import { afterAll, expect, it } from 'vitest';
import { Database } from '@ml/persistence/database';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { storeResources } from '../test/collected-rows';
import { runningExports } from '../test/running-exports';

builtServices();
const servers = await realServers();
const database = new Database({ owner: 'collector', url: servers.database.urlOf('collector'), poolSize: 2, entities: [], statementTimeoutMs: 10_000 });
afterAll(() => database.close());

// Everything was down for 200 days: 28 Mondays.
await database.execute(`INSERT INTO schedule_slots (schedule, slot) VALUES ('collector-export', now() - interval '200 days')`);
await database.execute(
  `INSERT INTO dataset_exports (export_id, status, output_format, gzip, days, datasets, requested_by, schema_version, created_at, completed_at, expires_at)
   VALUES (gen_random_uuid(), 'completed', 'parquet', true, 90, '{}', 'schedule', 1, now() - interval '200 days', now() - interval '200 days', now() + interval '1 day')`,
);
await storeResources(database, 7, { ageDays: 150 });
await storeResources(database, 3, { account: 'older', ageDays: 230 });
await Promise.all([runningExports(servers), runningExports(servers)]);

it('is made up for once, by one of two replicas, with every row that came since the last time', async () => {
  const ordered = (): Promise<unknown[]> => database.query(`SELECT status, days, rows_total, requested_by FROM dataset_exports WHERE created_at > now() - interval '1 hour'`);
  await expect.poll(ordered, { timeout: 20_000 }).toEqual([{ status: 'completed', days: expect.toSatisfy((days: number) => days >= 195 && days <= 202) as unknown, rows_total: 7, requested_by: 'schedule' }]);
  await runningExports(servers);
  await expect.poll(() => database.query(`SELECT 1 FROM schedule_slots WHERE schedule = 'collector-export'`)).toHaveLength(2);
  expect(await ordered()).toHaveLength(1);
});
