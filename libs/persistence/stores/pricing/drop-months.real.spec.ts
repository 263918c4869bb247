import { expect, it } from 'vitest';
import type { SpotRow } from '@ml/domain/prices/rows';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS } from '@ml/units/time';
import { recordFetched } from './fetched-spans';
import { dropOldPartitions } from './partitions';
import { writeSpotPrices } from './write-spot-prices';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 8 });
const NOW = new Date('2026-11-21T00:00:00Z');
const OLD = Date.UTC(2024, 3, 1);

const row = (at: number, letter: string): SpotRow => ({ instance_type: 'm5.large', availability_zone: `us-east-1${letter}`, region: 'us-east-1', product: 'Linux/UNIX', price: '0.1', at });

it('months are dropped and made anew while rows of them come, and nobody waits for ever or fails', async () => {
  await database.transaction((tx) => writeSpotPrices(tx, { rows: [row(NOW.getTime(), 'a')], source: 'aws' }));
  let writing = true;
  const write = async (letter: string): Promise<number> => {
    let inserted = 0;
    for (let round = 0; round < 25; round += 1) {
      const rows = Array.from({ length: 40 }, (_, index) => row(OLD + index * 4 * DAY_MS + round * 1_000, letter)).toSorted(() => (round % 2) - 0.5);
      inserted += (await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'aws' }))).inserted;
      await database.transaction((tx) =>
        recordFetched(tx, { region: 'us-east-1', source: 'aws', instance_types: [], products: ['Linux/UNIX'], from: new Date(OLD), until: new Date(OLD + 160 * DAY_MS) }),
      );
    }
    return inserted;
  };
  const drop = async (): Promise<number> => {
    let dropped = 0;
    while (writing) dropped += (await dropOldPartitions(database, NOW, 24)).length;
    return dropped;
  };
  const dropping = drop();
  const inserted = await Promise.all(['a', 'b', 'c'].map(write)).finally(() => (writing = false));
  expect(inserted).toEqual([1_000, 1_000, 1_000]);
  expect(await dropping).toBeGreaterThan(5);
  await dropOldPartitions(database, NOW, 24);
  expect(await database.query('select availability_zone as zone, oldest_at from spot_pools')).toEqual([{ zone: 'us-east-1a', oldest_at: NOW }]);
});

it.each(['nestloop', 'hashjoin', 'mergejoin', 'indexscan'])('months are told from every other table, also by a plan without %s', async (means) => {
  const dropped = await database.transaction(async (tx) => {
    await writeSpotPrices(tx, { rows: [row(OLD, 'a')], source: 'aws' });
    await tx.query(`SET LOCAL enable_${means} = off`);
    return dropOldPartitions(tx, NOW, 24);
  });
  expect(dropped).toEqual(['spot_prices_2024_04']);
});
