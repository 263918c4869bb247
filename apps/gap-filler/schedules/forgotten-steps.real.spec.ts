import { v7 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import type { RefreshStep } from '@ml/contracts/refresh';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import { ownedDatabase } from '@ml/testing/owned-database';

const database = (await ownedDatabase('gap-filler')).connect();
const store = new RefreshStore(database);

interface Standing {
  readonly step: RefreshStep;
  /** Minutes ago; null: its fetching is not over. */
  readonly started: number;
  readonly fetched?: number | null;
}

const standing = async ({ step, started, fetched = null }: Standing): Promise<string> => {
  const refresh_id = uuid();
  const model = { model_id: uuid(), regions: [], instance_types: [], auto_activate: false, data_fetched_from: '2026-11-14', data_fetched_to: '2026-11-21' };
  const from = { refresh_type: 'manual', schedule_id: null, slot: null, triggered_by: 'spec', request_id: null, request_hash: null, estimated_seconds: null } as const;
  await database.transaction((tx) => store.insert(tx, { refresh_id, step, ...model, ...from }));
  await database.execute(`UPDATE model_refresh_history SET started_at = now() - $2 * interval '1 minute', completed_at = CASE WHEN step = 'ended' THEN now() END WHERE refresh_id = $1`, [refresh_id, started]);
  await database.execute(`INSERT INTO fetch_jobs (job_id, job_kind, begun_at, fetching_ended_at) VALUES ($1, 'refresh', now(), now() - $2 * interval '1 minute')`, [refresh_id, fetched]);
  return refresh_id;
};
const asked = async (): Promise<string[]> => (await database.query<{ job: string }>(`SELECT body::jsonb ->> 'job_id' AS job FROM outbox WHERE subject = 'work.gap-filler.step.v1'`)).map(({ job }) => job).sort();

it('asks refreshes that stand still to go on, once a round, and leaves those alone that are fetching, young or over', async () => {
  const still = [await standing({ step: 'planning', started: 11 }), await standing({ step: 'verifying', started: 60, fetched: 50 }), await standing({ step: 'fetching', started: 60, fetched: 11 })];
  await standing({ step: 'planning', started: 1 });
  await standing({ step: 'fetching', started: 600 });
  await standing({ step: 'fetching', started: 60, fetched: 1 });
  await standing({ step: 'ended', started: 60, fetched: 59 });
  for (const round of ['one', 'one']) expect(await database.transaction((tx) => store.enqueueForgottenSteps(tx, round))).toBe(3);
  expect(await asked()).toEqual([...still].sort());
  await database.transaction((tx) => store.enqueueForgottenSteps(tx, 'two'));
  expect(await asked()).toHaveLength(6);
});
