import { describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { regionsBehind } from './snapshot-log';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 2 });

describe('regions whose snapshot is behind', () => {
  it('say whether more is being fetched: chunks that run, not those that wait, have ended or have long been silent', async () => {
    const fetching = async (): Promise<boolean | undefined> => (await regionsBehind(database)).find(({ region }) => region === 'us-west-2')?.fetching;
    await database.execute(`insert into source_states (region, data_type, revision) values ('us-west-2', 'spot_prices', 1)`);
    await database.execute(`with task as (insert into fetch_tasks (task_id, data_type, instance_types, regions, origin) values (gen_random_uuid(), 'spot_prices', '{}', '{us-west-2}', 'order') returning task_id)
      insert into fetch_chunks (task_id, chunk, region) select task_id, chunk, case chunk when 0 then 'us-east-1' else 'us-west-2' end from task, generate_series(0, 1) chunk`);
    const change = async (set: string): Promise<boolean | undefined> => {
      await database.execute(`update fetch_chunks set ${set}`);
      return fetching();
    };
    expect(await fetching()).toBe(false);
    expect(await change(`status = 'running'`)).toBe(true);
    expect(await change(`updated_at = now() - interval '16 minutes'`)).toBe(false);
    expect(await change(`updated_at = now(), status = case chunk when 1 then 'cancelled' else status end`)).toBe(false);
  });
});
