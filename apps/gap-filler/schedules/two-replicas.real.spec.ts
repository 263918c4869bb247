import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, expect, it, vi } from 'vitest';
import { midday } from '@ml/testing/midday';
import { priceFleet } from '@ml/testing/price-fleet';

const SCHEDULES = 30;
const SPEC_MS = 60_000;

const fleet = await priceFleet({ regions: ['us-east-1'], now: midday.start, replicas: 2 });
const replicas = fleet.replicas['gap-filler'];
const database = new pg.Pool({ connectionString: fleet.servers.database.url, max: 1, options: '-c search_path="gap-filler"' });
afterAll(() => database.end());

/** Of the clock that the replicas see. */
const clock = `clock_timestamp() + interval '1 millisecond' * ${midday.env.CLOCK_OFFSET_MS}`;
const fired = async (): Promise<readonly { readonly schedule_id: string; readonly slot: string }[]> =>
  (await database.query<{ schedule_id: string; slot: string }>(`SELECT schedule_id, to_char(slot AT TIME ZONE 'UTC', 'HH24:MI') AS slot FROM model_refresh_history ORDER BY slot, schedule_id`)).rows;
const untilFired = (count: number): Promise<void> => vi.waitFor(async () => expect(await fired()).toHaveLength(count), { timeout: 30_000, interval: 100 });

it('fire each slot of many schedules once, and catch one up that came while both were down', { timeout: SPEC_MS }, async () => {
  const ids = Array.from({ length: SCHEDULES }, () => uuid());
  await database.query(
    `INSERT INTO refresh_schedules (schedule_id, model_id, schedule_type, time, lookback_days, instance_types, regions, created_by, next_run_at)
     SELECT id, id, 'daily', '12:05', 7, '{}', '{}', 'spec', ${clock} + interval '1 second' FROM unnest($1::uuid[]) id`,
    [ids],
  );
  await untilFired(SCHEDULES);
  const round = (slot: string) => ids.map((schedule_id) => ({ schedule_id, slot }));
  expect(await fired()).toEqual(round('12:05'));

  await Promise.all(replicas.map((replica) => replica.stop()));
  await database.query(`UPDATE model_refresh_history SET step = 'ended', status = 'completed', completed_at = now()`);
  // Three days in which nobody looked.
  await database.query(`UPDATE refresh_schedules SET time = '12:06', next_run_at = date_trunc('day', ${clock}, 'UTC') - interval '3 days' + interval '12 hours 6 minutes'`);
  await Promise.all(replicas.map((replica) => replica.start()));
  await untilFired(2 * SCHEDULES);
  expect(await fired()).toEqual([...round('12:05'), ...round('12:06')]);
  const { rows } = await database.query(`SELECT count(*)::int AS waiting FROM refresh_schedules WHERE next_run_at > ${clock}`);
  expect(rows).toEqual([{ waiting: SCHEDULES }]);
});
