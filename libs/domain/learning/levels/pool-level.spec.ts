import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POOL_LEVELS, type PoolLevel } from '@ml/contracts/pools';
import { levelAt, levelCourse, type Sighting } from './pool-level';

/** Minutes: small, so that reports often stand exactly a window apart. */
const WINDOW = 60;
const rank = (level: PoolLevel): number => POOL_LEVELS.indexOf(level);
const seen = (...places: readonly (readonly [string, number])[]): readonly Sighting[] => places.map(([customer_id, at]) => ({ customer_id, at }));

const sighting = fc.record({ customer_id: fc.constantFrom('a', 'b', 'c', 'd'), at: fc.integer({ min: 0, max: 20 }).map((step) => step * 10) });
const sightings = fc.array(sighting, { maxLength: 12 });
const instant = fc.integer({ min: 0, max: 80 }).map((step) => step * 5);

/** Word for word what a level is: customers of the window, and one step below the highest of the window before. */
const inWords = (reports: readonly Sighting[], now: number): PoolLevel => {
  const customers = (at: number): number => new Set(reports.filter((report) => report.at > at - WINDOW && report.at <= at).map((report) => report.customer_id)).size;
  const byWindow = (at: number): number => Math.min(2, Math.max(0, customers(at) - 1));
  const highest = Math.max(...Array.from({ length: WINDOW * 10 }, (_, tenth) => byWindow(now - tenth / 10)));
  return POOL_LEVELS[Math.max(byWindow(now), highest - 1)] ?? 'NORMAL';
};

describe('the level of a pool', () => {
  it.each<[string, readonly Sighting[], number, PoolLevel]>([
    ['is NORMAL when nobody was interrupted', [], 0, 'NORMAL'],
    ['is NORMAL while it is one customer', seen(['a', 0], ['a', 1], ['a', 2]), 2, 'NORMAL'],
    ['is UNCERTAIN with a second one', seen(['a', 0], ['b', 20]), 20, 'UNCERTAIN'],
    ['is CONFIRMED_RISKY with a third one', seen(['a', 0], ['b', 20], ['c', 30]), 30, 'CONFIRMED_RISKY'],
    ['stays so while the three are in the window', seen(['a', 0], ['b', 20], ['c', 30]), 59, 'CONFIRMED_RISKY'],
    ['is UNCERTAIN when the first of them has left it', seen(['a', 0], ['b', 20], ['c', 30]), 60, 'UNCERTAIN'],
    ['stays UNCERTAIN for one more window, though all have left', seen(['a', 0], ['b', 20], ['c', 30]), 119, 'UNCERTAIN'],
    ['is NORMAL then', seen(['a', 0], ['b', 20], ['c', 30]), 120, 'NORMAL'],
    ['has no such time after two customers', seen(['a', 0], ['b', 20]), 60, 'NORMAL'],
    ['was not confirmed by a third who comes as the others leave', seen(['a', 0], ['b', 0], ['c', 60]), 60, 'NORMAL'],
    ['knows nothing of what comes later', seen(['a', 0], ['b', 20], ['c', 31]), 30, 'UNCERTAIN'],
  ])('%s', (...[, reports, now, level]) => {
    expect(levelAt(reports, now, WINDOW)).toBe(level);
  });

  it('says when it falls and when it is NORMAL again', () => {
    const three = seen(['a', 0], ['b', 20], ['c', 30], ['a', 40]);
    expect(levelCourse(three, 40, WINDOW)).toEqual({ level: 'CONFIRMED_RISKY', customers: 3, next_step_at: 80, ends_at: 140 });
    expect(levelCourse(three, 80, WINDOW)).toEqual({ level: 'UNCERTAIN', customers: 2, next_step_at: 140, ends_at: 140 });
    expect(levelCourse(three, 140, WINDOW)).toEqual({ level: 'NORMAL', customers: 0, next_step_at: null, ends_at: null });
  });

  it('is what it is in words', () => {
    fc.assert(
      fc.property(sightings, instant, (reports, now) => {
        expect(levelAt(reports, now, WINDOW)).toBe(inWords(reports, now));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order of the reports, nor on how often one is given', () => {
    fc.assert(
      fc.property(sightings, instant, (reports, now) => {
        expect(levelCourse([...reports].reverse().concat(reports), now, WINDOW)).toEqual(levelCourse(reports, now, WINDOW));
      }),
    );
  });

  it('never falls for a further report, at any instant', () => {
    fc.assert(
      fc.property(sightings, sighting, instant, (reports, more, now) => {
        expect(rank(levelAt([...reports, more], now, WINDOW))).toBeGreaterThanOrEqual(rank(levelAt(reports, now, WINDOW)));
      }),
    );
  });

  it('is NORMAL whatever one customer alone sends', () => {
    fc.assert(
      fc.property(sightings, instant, (reports, now) => {
        expect(levelAt(reports.map(({ at }) => ({ customer_id: 'a', at })), now, WINDOW)).toBe('NORMAL');
      }),
    );
  });

  it('is NORMAL two windows after the last report', () => {
    fc.assert(
      fc.property(sightings, fc.nat(300), (reports, later) => {
        expect(levelAt(reports, Math.max(0, ...reports.map(({ at }) => at)) + 2 * WINDOW + later, WINDOW)).toBe('NORMAL');
      }),
    );
  });

  it('falls by one step at a time, at the times that were said, when nothing new comes', () => {
    fc.assert(
      fc.property(sightings, instant, (reports, now) => {
        const known = reports.filter(({ at }) => at <= now);
        const { level, next_step_at, ends_at } = levelCourse(known, now, WINDOW);
        if (next_step_at === null || ends_at === null) {
          expect(levelAt(known, now + 1, WINDOW)).toBe('NORMAL');
          return;
        }
        expect(levelAt(known, next_step_at - 0.1, WINDOW)).toBe(level);
        expect(rank(levelAt(known, next_step_at, WINDOW))).toBe(rank(level) - 1);
        expect(rank(levelAt(known, ends_at - 0.1, WINDOW))).toBeGreaterThan(0);
        expect(levelAt(known, ends_at, WINDOW)).toBe('NORMAL');
      }),
    );
  });

  it('needs of each customer no more than the first and the last report of either window', () => {
    fc.assert(
      fc.property(sightings, instant, fc.nat(2 * WINDOW), (reports, now, later) => {
        const known = reports.filter(({ at }) => at <= now);
        const ends = known.filter(({ customer_id, at }) => {
          const others = known.filter((other) => other.customer_id === customer_id && other.at > now - WINDOW === at > now - WINDOW).map((other) => other.at);
          return at === Math.min(...others) || at === Math.max(...others);
        });
        expect(levelCourse(ends, now, WINDOW)).toEqual(levelCourse(known, now, WINDOW));
        expect(levelAt(ends, now + later, WINDOW)).toBe(levelAt(known, now + later, WINDOW));
      }),
    );
  });
});
