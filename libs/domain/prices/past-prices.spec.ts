import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@ml/units/time';
import { poolHistory } from './history-snapshot';
import { pastPool, sampleOf, type PastPool } from './past-prices';
import { poolFacts, type PoolSeries } from './snapshot';

const AS_OF = Date.UTC(2026, 10, 20, 10);
const UNTIL = AS_OF + 24 * HOUR_MS;

const seriesOf = (changes: readonly (readonly [hoursBefore: number, price: number])[]): PoolSeries => ({
  instance_type: 'm5.large',
  availability_zone: 'us-east-1a',
  product: 'Linux/UNIX',
  at: changes.map(([hours]) => AS_OF - hours * HOUR_MS),
  price: changes.map(([, price]) => price),
});

const series = fc
  .array(fc.tuple(fc.integer({ min: -30, max: 300 }), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 40 })
  .map((changes) => seriesOf(changes.toSorted(([one], [other]) => other - one).map(([hours, price]) => [hours, price / 1_000] as const)));

describe('pastPool', () => {
  it('says what was known then, and the price that came', () => {
    const past = pastPool(seriesOf([[200, 0.1], [30, 0.2], [-5, 0.3], [-24, 0.4], [-25, 0.9]]), { asOf: AS_OF, until: UNTIL });
    expect(past).toMatchObject({ instance_type: 'm5.large', availability_zone: 'us-east-1a', product: 'Linux/UNIX', price: 0.2, later: 0.4 });
    expect(past?.values.slice(0, 4)).toEqual([0.2, 0.2, 0.2, 0.1]);
  });

  it('says nothing of a pool that was watched for less than a day', () => {
    expect(pastPool(seriesOf([[23, 0.1]]), { asOf: AS_OF, until: UNTIL })).toBeNull();
    expect(pastPool(seriesOf([[24, 0.1]]), { asOf: AS_OF, until: UNTIL })).not.toBeNull();
    expect(pastPool(seriesOf([[-1, 0.1]]), { asOf: AS_OF, until: UNTIL })).toBeNull();
  });

  it('is not told of what came, whatever that was', () => {
    fc.assert(
      fc.property(series, series, (one, other) => {
        const known = one.at.filter((at) => at <= AS_OF).length;
        const came = other.at.flatMap((at, index) => (at > AS_OF ? [[at, other.price[index] ?? 0] as const] : []));
        const changed = { ...one, at: [...one.at.slice(0, known), ...came.map(([at]) => at)], price: [...one.price.slice(0, known), ...came.map(([, price]) => price)] };
        const [before, after] = [one, changed].map((each) => pastPool(each, { asOf: AS_OF, until: UNTIL }));
        expect([after?.values, after?.price]).toEqual([before?.values, before?.price]);
      }),
    );
  });

  it('says what the snapshot of each of the two hours says', () => {
    fc.assert(
      fc.property(series, (each) => {
        const past = pastPool(each, { asOf: AS_OF, until: UNTIL });
        const [then, later] = [poolFacts(each, AS_OF), poolFacts(each, UNTIL)];
        fc.pre(past !== null && then !== null && later !== null);
        expect(past).toEqual({ ...poolHistory(each, AS_OF, Date.parse(then?.price_since ?? '')), price: then?.price, later: later?.price });
      }),
    );
  });
});

const named = (name: string): PastPool => ({ instance_type: name, availability_zone: 'us-east-1a', product: 'Windows', values: [], price: 1, later: 1 });
/** No character before the one that ends a type within the name of a pool. */
const names = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'abcmrtxz0159'), minLength: 1, maxLength: 8 }), { maxLength: 60 });

describe('sampleOf', () => {
  it('takes as many as are wanted, sorted, whatever the order they came in', () => {
    fc.assert(
      fc.property(names, fc.nat(70), (list, wanted) => {
        const sample = sampleOf(list.map(named), wanted);
        expect(sample).toHaveLength(Math.min(list.length, wanted));
        expect(sampleOf(list.toReversed().map(named), wanted)).toEqual(sample);
        expect(sample.map((pool) => pool.instance_type)).toEqual(sample.map((pool) => pool.instance_type).toSorted());
      }),
    );
  });

  it('keeps those it had when one is gone', () => {
    fc.assert(
      fc.property(names, fc.nat(40), fc.nat(59), (list, wanted, gone) => {
        const rest = list.filter((_, index) => index !== gone);
        const kept = new Set(sampleOf(rest.map(named), wanted).map((pool) => pool.instance_type));
        const lost = sampleOf(list.map(named), wanted).filter((pool) => pool.instance_type !== list[gone] && !kept.has(pool.instance_type));
        expect(lost).toEqual([]);
      }),
    );
  });

  it('takes from all zones and products alike', () => {
    const zones = ['a', 'b', 'c', 'd', 'e', 'f'];
    const pools = Array.from({ length: 500 }, (_, type) => zones.map((zone) => ({ ...named(`m${String(type)}.large`), availability_zone: `us-east-1${zone}` }))).flat();
    const counts = zones.map((zone) => sampleOf(pools, 600).filter((pool) => pool.availability_zone.endsWith(zone)).length);
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(35);
  });
});
