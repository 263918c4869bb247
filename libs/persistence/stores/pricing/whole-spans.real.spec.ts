import { expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { recordFetched, type FetchedIn, type FetchedSpan } from './fetched-spans';
import { wholeSpans } from './whole-spans';
import { writeSpotPrices } from './write-spot-prices';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 2 });
const PRODUCTS = ['Linux/UNIX', 'Windows'];

const day = (number: number): Date => new Date(Date.UTC(2026, 10, number));
const record = (region: string, change: Partial<FetchedIn & FetchedSpan> = {}): Promise<void> =>
  database.transaction((tx) => recordFetched(tx, { region, source: 'aws', instance_types: [], products: PRODUCTS, from: day(1), until: day(2), ...change }));

it('are those of all types and of every product, of the world that is in force', async () => {
  await record('us-east-1', { from: day(1), until: day(3) });
  await record('us-east-1', { from: day(5), until: day(9) });
  await record('us-east-1', { from: day(9), until: day(12), products: ['Windows'] });
  await record('us-east-1', { from: day(3), until: day(5), instance_types: ['m5.large'] });
  await record('us-east-2', { instance_types: ['m5.large'] });
  await record('us-west-1', { instance_types: ['m5.large'], source: 'file' });
  await record('us-west-2', { source: 'emulator' });
  await database.transaction((tx) =>
    writeSpotPrices(tx, { rows: [{ instance_type: 'm5.large', availability_zone: 'us-west-2a', region: 'us-west-2', product: 'Windows', price: '0.04', at: day(1).getTime() }], source: 'emulator' }),
  );
  const real = [
    { region: 'us-east-1', has_file: false, from: [day(1), day(5)], until: [day(3), day(9)] },
    { region: 'us-east-2', has_file: false, from: [], until: [] },
    { region: 'us-west-1', has_file: true, from: [], until: [] },
  ];
  expect(await wholeSpans(database, { products: PRODUCTS, source: 'aws' })).toEqual(real);
  expect(await wholeSpans(database, { products: PRODUCTS, source: 'emulator' })).toEqual([...real, { region: 'us-west-2', has_file: false, from: [day(1)], until: [day(2)] }]);
  expect((await wholeSpans(database, { products: ['Windows'], source: 'aws' }))[0]).toMatchObject({ from: [day(1), day(5)], until: [day(3), day(12)] });
});
