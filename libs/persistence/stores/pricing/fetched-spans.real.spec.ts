import { describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { recordFetched, type FetchedIn, type FetchedSpan } from './fetched-spans';
import { dropOldPartitions, makePartitionsAhead } from './partitions';
import { writeSpotPrices } from './write-spot-prices';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 8 });

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const record = (change: Partial<FetchedIn & FetchedSpan> = {}): Promise<void> =>
  database.transaction((tx) =>
    recordFetched(tx, { region: 'us-east-1', source: 'aws', instance_types: [], products: ['Linux/UNIX'], from: day('2026-11-01'), until: day('2026-11-02'), ...change }),
  );
const spansOf = (region: string): Promise<{ type: string; product: string; during: string }[]> =>
  database.query(
    `select instance_type as type, product_description as product, (select string_agg(lower(span)::timestamptz(0) at time zone 'UTC' || '..' || upper(span)::timestamptz(0) at time zone 'UTC', ' ' order by span) from unnest(during) span) as during
     from spot_fetched where region = $1 order by 1, 2`,
    [region],
  );
const rowOf = (region: string, at: number) => ({ instance_type: 'm5.large', availability_zone: `${region}a`, region, product: 'Linux/UNIX', price: '0.04', at }) as const;

describe('spans of time that were fetched', () => {
  it('grow together, in whatever order they come, and a span that is known changes nothing', async () => {
    await record({ from: day('2026-11-02'), until: day('2026-11-03') });
    await record();
    await record({ from: day('2026-11-10'), until: day('2026-11-11') });
    await record();
    expect(await spansOf('us-east-1')).toEqual([{ type: '*', product: 'Linux/UNIX', during: '2026-11-01 00:00:00..2026-11-03 00:00:00 2026-11-10 00:00:00..2026-11-11 00:00:00' }]);
    expect(await database.query(`select revision from spot_fetched where region = 'us-east-1'`)).toEqual([{ revision: 3 }]);
  });

  it('are noted for each type and product, a type that is named twice once', async () => {
    await record({ region: 'us-east-2', instance_types: ['m5.large', 'c5.large', 'm5.large'], products: ['Windows', 'Linux/UNIX'] });
    expect((await spansOf('us-east-2')).map(({ type, product }) => [type, product])).toEqual([
      ['c5.large', 'Linux/UNIX'],
      ['c5.large', 'Windows'],
      ['m5.large', 'Linux/UNIX'],
      ['m5.large', 'Windows'],
    ]);
  });

  it('are left alone when they are empty or end before they begin', async () => {
    await record({ region: 'us-west-1', until: day('2026-11-01') });
    await record({ region: 'us-west-1', until: day('2026-10-01') });
    expect(await spansOf('us-west-1')).toEqual([]);
  });

  it('come from many writers at once, each naming the types in another order', async () => {
    // Whose region it is, is settled: writers do not wait for each other there.
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [rowOf('eu-north-1', Date.UTC(2026, 10, 1))], source: 'aws' }));
    const types = Array.from({ length: 50 }, (_, index) => `t${String(index)}.large`);
    const writers = Array.from({ length: 24 }, (_, index) => {
      const from = new Date(day('2026-11-01').getTime() + index * 3_600_000);
      const turned = [...types.slice(index), ...types.slice(0, index)];
      return record({ region: 'eu-north-1', instance_types: index % 2 === 0 ? turned : turned.toReversed(), from, until: new Date(from.getTime() + 3_600_000) });
    });
    await Promise.all(writers);
    const spans = await spansOf('eu-north-1');
    expect(spans).toHaveLength(50);
    expect(new Set(spans.map(({ during }) => during))).toEqual(new Set(['2026-11-01 00:00:00..2026-11-02 00:00:00']));
  });

  it('of the emulator go when real rows come, and are not noted afterwards', async () => {
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [rowOf('eu-west-1', Date.UTC(2026, 10, 1))], source: 'emulator' }));
    await record({ region: 'eu-west-1', source: 'emulator' });
    expect(await spansOf('eu-west-1')).toHaveLength(1);
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [rowOf('eu-west-1', Date.UTC(2026, 10, 2))], source: 'file' }));
    expect(await spansOf('eu-west-1')).toEqual([]);
    await record({ region: 'eu-west-1', source: 'emulator' });
    expect(await spansOf('eu-west-1')).toEqual([]);
  });

  it('lose the months that are dropped, and nothing else', async () => {
    await makePartitionsAhead(database, day('2026-11-20'));
    const rows = [Date.UTC(2024, 1, 5), Date.UTC(2024, 2, 5), Date.UTC(2026, 10, 19)].map((at) => rowOf('sa-east-1', at));
    await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'aws' }));
    await record({ region: 'sa-east-1', from: day('2024-01-31'), until: day('2024-03-02') });
    await record({ region: 'sa-east-1', instance_types: ['m5.large'], from: day('2024-02-01'), until: day('2024-03-01') });
    expect(await dropOldPartitions(database, day('2026-03-20'), 24)).toContain('spot_prices_2024_02');
    expect(await spansOf('sa-east-1')).toEqual([{ type: '*', product: 'Linux/UNIX', during: '2024-01-31 00:00:00..2024-02-01 00:00:00 2024-03-01 00:00:00..2024-03-02 00:00:00' }]);
  });
});
