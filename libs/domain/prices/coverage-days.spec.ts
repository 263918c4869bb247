import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@ml/units/time';
import { coverageState, joinedSpans, knownHours, knownOfDays, type KnownSpan } from './coverage-days';
import { coveragePage, type CoverageGiven } from './coverage-page';

const FIRST = Date.UTC(2026, 9, 24);
const days = { first: FIRST, count: 4 };
const span = (from: number, until: number): KnownSpan => ({ from: FIRST + from * HOUR_MS, until: FIRST + until * HOUR_MS });
const spans = fc.array(fc.tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: -5, max: 60 })).map(([from, length]) => span(from, from + length)), { maxLength: 12 });

describe('what is known of a day', () => {
  it('is all of it, some, or nothing', () => {
    expect([0, 1, DAY_MS - 1, DAY_MS].map(coverageState)).toEqual(['missing', 'partial', 'partial', 'complete']);
  });

  it('is told in hours that never say more than is known', () => {
    expect([0, HOUR_MS, 90 * MINUTE_MS, DAY_MS - 1, DAY_MS].map(knownHours)).toEqual([0, 1, 1.5, 23.99, 24]);
  });

  it('goes over midnight, and a day is 24 hours also when clocks are put back somewhere', () => {
    expect(knownOfDays([span(23, 25), span(30, 30), span(48, 96)], days).map(knownHours)).toEqual([1, 1, 24, 24]);
  });

  it('counts every hour once, however often it was fetched', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const hours = new Set(given.flatMap(({ from, until }) => Array.from({ length: Math.max(0, (until - from) / HOUR_MS) }, (_, hour) => from + hour * HOUR_MS)));
        const expected = Array.from({ length: days.count }, (_, day) => [...hours].filter((hour) => Math.floor((hour - FIRST) / DAY_MS) === day).length);
        expect(knownOfDays(given, days).map(knownHours)).toEqual(expected);
      }),
    );
  });

  it('does not depend on how spans are cut', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 0, max: 96 }), (given, hour) => {
        const at = FIRST + hour * HOUR_MS;
        const cut = given.flatMap(({ from, until }) => [{ from, until: Math.min(until, Math.max(from, at)) }, { from: Math.max(from, Math.min(until, at)), until }]);
        expect(joinedSpans(cut)).toEqual(joinedSpans(given));
      }),
    );
  });
});

describe('a page of coverage', () => {
  const types = ['a.large', 'b.large'];
  const pools = types.flatMap((instance_type) => ['x1a', 'x1b'].map((availability_zone) => ({ instance_type, availability_zone, product: 'Linux/UNIX' })));
  const state = fc.constantFrom('complete' as const, 'partial' as const, 'missing' as const, null);
  const given = fc.tuple(spans, spans, state).map(([ofA, ofB, wanted]): CoverageGiven => ({ pools, days, state: wanted, spansOf: (type) => (type === 'a.large' ? ofA : ofB) }));

  it('is a part of the whole answer, which stands in the order of pools and days', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 1, max: 7 }), (asked, limit) => {
        const whole = coveragePage(asked, { limit: 1_000, offset: 0 });
        const pages = Array.from({ length: Math.ceil(whole.total / limit) }, (_, page) => coveragePage(asked, { limit, offset: page * limit }));
        expect(pages.flatMap(({ cells }) => cells)).toEqual(whole.cells);
        expect(new Set(pages.map(({ total }) => total)).size).toBeLessThanOrEqual(1);
        const order = whole.cells.map(({ pool, day }) => pools.indexOf(pool) * days.count + day);
        expect(order).toEqual(order.toSorted((one, other) => one - other));
      }),
    );
  });

  it('holds each day of each pool once, and with a state only days of that state', () => {
    fc.assert(
      fc.property(given, (asked) => {
        const counts = (['complete', 'partial', 'missing'] as const).map((wanted) => coveragePage({ ...asked, state: wanted }, { limit: 1_000, offset: 0 }));
        expect(counts.reduce((sum, { total }) => sum + total, 0)).toBe(pools.length * days.count);
        expect(coveragePage({ ...asked, state: null }, { limit: 1, offset: 0 }).total).toBe(pools.length * days.count);
      }),
    );
  });

  it('is empty beyond the end, and says how many there are all the same', () => {
    expect(coveragePage({ pools, days, state: null, spansOf: () => [] }, { limit: 10, offset: 1_000 })).toEqual({ cells: [], total: 16 });
  });
});
