import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { fetchBasis } from './fetch-basis';
import { recordFetched } from './fetched-spans';
import { writeOfferings } from './write-catalogue';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 2 });

const FIRST = Date.UTC(2026, 10, 1);
const HOURS = 72;
const hourAt = (hour: number): Date => new Date(FIRST + hour * 3_600_000);
const TYPES = ['a.large', 'b.large'] as const;
const PRODUCTS = ['Linux/UNIX', 'Windows'] as const;

interface Fetched {
  /** Empty: all. */
  readonly types: readonly string[];
  readonly products: readonly string[];
  readonly from: number;
  readonly until: number;
}

const fetched: fc.Arbitrary<Fetched> = fc
  .record({ types: fc.subarray([...TYPES]), products: fc.subarray([...PRODUCTS], { minLength: 1 }), from: fc.integer({ min: -10, max: HOURS }), hours: fc.integer({ min: 1, max: 50 }) })
  .map(({ from, hours, ...rest }) => ({ ...rest, from, until: from + hours }));

/** Hour by hour: known when each of the products was fetched for the type or for all. */
const missingHours = (all: readonly Fetched[], type: string): readonly number[] =>
  Array.from({ length: HOURS }, (_, hour) => hour).filter(
    (hour) => !PRODUCTS.every((product) => all.some((one) => one.products.includes(product) && (one.types.length === 0 || one.types.includes(type)) && one.from <= hour && hour < one.until)),
  );

let regions = 0;

it('what is missing is, hour by hour, what was not fetched of every product', { timeout: 30_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fetched, { maxLength: 8 }), async (all) => {
      const region = `r${String((regions += 1))}`;
      await database.transaction((tx) => writeOfferings(tx, { rows: TYPES.map((type) => ({ instance_type: type, availability_zone: `${region}a`, region })), source: 'aws', lastUpdated: hourAt(0) }));
      for (const { types, products, from, until } of all) {
        await database.transaction((tx) => recordFetched(tx, { region, source: 'aws', instance_types: types, products, from: hourAt(from), until: hourAt(until) }));
      }
      const { types } = await fetchBasis(database, { region, instanceTypes: null, products: PRODUCTS, source: 'aws', from: hourAt(0), until: hourAt(HOURS) });
      for (const { instance_type, missing } of types) {
        const hours = missing.flatMap(({ from, until }) => Array.from({ length: (Date.parse(until) - Date.parse(from)) / 3_600_000 }, (_, hour) => (Date.parse(from) - FIRST) / 3_600_000 + hour));
        expect(hours).toEqual(missingHours(all, instance_type));
        // Ascending, and no two of them touch.
        for (const [index, { from }] of missing.entries()) expect(index === 0 || (missing[index - 1]?.until ?? '') < from).toBe(true);
      }
      expect(types.map((type) => type.instance_type)).toEqual(TYPES);
    }),
    { numRuns: 40 },
  );
});
