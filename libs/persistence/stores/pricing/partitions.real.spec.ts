import { describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 4 });

const MONTH = ['2025-03-01T00:00:00Z', '2025-03-31T00:00:00Z'];
const ENSURE = 'select ensure_spot_price_partitions($1, $2) as made';
const waiting = async (): Promise<number> => (await database.query<{ waiting: number }>(`select count(*)::integer as waiting from pg_locks join pg_database on oid = database where datname = current_database() and locktype = 'advisory' and not granted`))[0]?.waiting ?? 0;

describe('a month that nobody has prices of yet', () => {
  it('is made by one of several writers who come at the same time, and the others go on with it', async () => {
    let others: readonly Promise<readonly { made: number }[]>[] = [];
    const first = await database.transaction(async (tx) => {
      const made = await tx.query<{ made: number }>(ENSURE, MONTH);
      others = [1, 2].map(() => database.transaction((other) => other.query<{ made: number }>(ENSURE, MONTH)));
      await expect.poll(waiting).toBe(2);
      return made;
    });
    expect([first, ...(await Promise.all(others))].flat().map(({ made }) => made)).toEqual([1, 0, 0]);
  });
});
