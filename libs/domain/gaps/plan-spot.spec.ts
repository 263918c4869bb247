import { DAY_MS } from '@ml/units/time';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOf, missingDays, runsOf } from './missing-days';
import { planSpot, type SpotAsk, type SpotChunk, type TypeNeed } from './plan-spot';
import { withinReach } from './within-reach';

const START = Date.parse('2026-10-31T00:00:00Z');
const at = (days: number): string => new Date(START + days * DAY_MS).toISOString();
const span = (from: number, until: number) => ({ from: at(from), until: at(until) });
const need = (instance_type: string, missing: TypeNeed['missing'], { pools = 24, changes_per_day = 53.6 } = {}): TypeNeed => ({ instance_type, pools, changes_per_day, missing });
const ask = (types: readonly TypeNeed[], { days = 28, whole = false } = {}): SpotAsk => ({ types, whole, from: new Date(START), until: new Date(START + days * DAY_MS) });
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Every day that a chunk asks for, by type; `*`: all types. */
const asked = (chunks: readonly SpotChunk[]): readonly string[] =>
  chunks.flatMap(({ instance_types, start_at, end_at }) => {
    const days = daysOf({ from: new Date(start_at), until: new Date(end_at) });
    return (instance_types.length === 0 ? ['*'] : instance_types).flatMap((type) => days.map((day) => `${type} ${day}`));
  });

const needs = fc.uniqueArray(
  fc.record({
    instance_type: fc.integer({ min: 0, max: 80 }).map((number) => `m${number}.large`),
    pools: fc.integer({ min: 0, max: 40 }),
    changes_per_day: fc.double({ min: 0, max: 30_000, noNaN: true }),
    missing: fc.array(fc.tuple(fc.integer({ min: -5, max: 95 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 23 })), { maxLength: 3 }).map((spans) =>
      spans.map(([day, length, hour]) => ({ from: at(day + hour / 24), until: at(day + length) })),
    ),
  }),
  { selector: ({ instance_type }) => instance_type, maxLength: 80 },
);
const asks = fc
  .record({ types: needs, whole: fc.boolean(), hours: fc.integer({ min: 1, max: 90 * 24 }) })
  .map(({ types, whole, hours }): SpotAsk => ({ types, whole, from: new Date(START), until: new Date(START + hours * 3_600_000) }));

describe('the chunks of a fill', () => {
  it('ask for exactly the missing days, each day of a type once', () => {
    fc.assert(
      fc.property(asks, (one) => {
        const chunks = planSpot(one);
        const all = asked(chunks);
        expect(new Set(all).size).toBe(all.length);
        const whole = new Set(all.filter((day) => day.startsWith('* ')).map((day) => day.slice(2)));
        for (const { instance_type, missing } of one.types) {
          const days = missingDays(missing, one);
          const named = all.filter((day) => day.startsWith(`${instance_type} `)).map((day) => day.slice(instance_type.length + 1));
          expect([...named, ...whole].map(Number).sort((a, b) => a - b)).toEqual(days);
        }
      }),
    );
  });

  it('lie within the window, oldest first, 50 types and 7 days at most, and no more than 20,000 rows unless one day of one type has more', () => {
    fc.assert(
      fc.property(asks, (one) => {
        const chunks = planSpot(one);
        const rate = new Map(one.types.map((type) => [type.instance_type, type]));
        for (const chunk of chunks) {
          const from = Date.parse(chunk.start_at);
          const until = Date.parse(chunk.end_at);
          expect(from).toBeLessThan(until);
          expect(from).toBeGreaterThanOrEqual(one.from.getTime());
          expect(until).toBeLessThanOrEqual(one.until.getTime());
          expect(until - from).toBeLessThanOrEqual(7 * DAY_MS);
          expect(chunk.instance_types.length).toBeLessThanOrEqual(50);
          const isSingle = until - from <= DAY_MS && chunk.instance_types.length <= 1;
          if (!isSingle) expect(chunk.expected_records).toBeLessThanOrEqual(20_000);
          expect(chunk.instance_types.every((type) => rate.has(type))).toBe(true);
        }
        // Blocks of seven days follow each other.
        const weeks = chunks.map(({ start_at }) => Math.floor((Date.parse(start_at) - START) / (7 * DAY_MS)));
        expect(weeks).toEqual([...weeks].sort((a, b) => a - b));
      }),
    );
  });

  it('are none for a day that began before what the source keeps, once the rest of it was fetched', () => {
    const now = new Date(START + 90 * DAY_MS + 36_000_000);
    const window = withinReach({ from: new Date(START), until: new Date(START + DAY_MS) }, now);
    const [chunk] = planSpot({ types: [need('m5.large', [{ from: at(0), until: at(1) }])], whole: false, ...window });
    expect(chunk).toMatchObject({ start_at: at(10 / 24), end_at: at(1) });
    const later = withinReach({ from: new Date(START), until: new Date(START + DAY_MS) }, new Date(now.getTime() + 60_000));
    expect(planSpot({ types: [need('m5.large', [span(0, 10 / 24)])], whole: false, ...later })).toEqual([]);
  });

  it('are the same for the same ask, in whatever order the types come', () => {
    fc.assert(
      fc.property(asks, (one) => {
        expect(planSpot({ ...one, types: [...one.types].reverse() })).toEqual(planSpot(one));
      }),
    );
  });

  it('cut 28 days of 50 types into pieces of about 10,000 rows', () => {
    const chunks = planSpot(ask(range(50).map((number) => need(`m${number}.large`, [span(0, 28)]))));
    // 7 days of 53.6 changes, and 24 prices in force at the beginning: 399.2 rows a type, 25 types a chunk.
    expect(chunks).toHaveLength(4 * 2);
    expect(chunks[0]).toEqual({ instance_types: expect.objectContaining({ length: 25 }) as unknown, start_at: at(0), end_at: at(7), expected_records: 9_980 });
  });

  it('name no type on days that all types of the region miss', () => {
    const types = range(60).map((number) => need(`m${number}.large`, number === 0 ? [span(0, 3)] : [span(0, 2)]));
    expect(planSpot(ask(types, { days: 4, whole: true }))).toEqual([
      { instance_types: [], start_at: at(0), end_at: at(2), expected_records: Math.ceil(60 * (2 * 53.6 + 24)) },
      { instance_types: ['m0.large'], start_at: at(2), end_at: at(3), expected_records: 78 },
    ]);
  });

  it('take a whole region day by day when a day brings many rows', () => {
    const types = range(300).map((number) => need(`m${number}.large`, [span(0, 3)]));
    expect(planSpot(ask(types, { days: 3, whole: true })).map(({ start_at }) => start_at)).toEqual([at(0), at(1), at(2)]);
  });

  it('ask for a region of which no type is known, when all are meant', () => {
    expect(planSpot(ask([], { days: 8, whole: true })).map(({ start_at, end_at }) => [start_at, end_at])).toEqual([
      [at(0), at(7)],
      [at(7), at(8)],
    ]);
    expect(planSpot(ask([], { days: 8 }))).toEqual([]);
  });

  it('fetch a day as a whole of which a minute is missing, and the last one until the end of the window', () => {
    const types = [need('m5.large', [span(1.2, 1.201), span(2.4, 2.5)])];
    expect(planSpot({ ...ask(types), until: new Date(START + 2.5 * DAY_MS) }).map(({ start_at, end_at }) => [start_at, end_at])).toEqual([[at(1), at(2.5)]]);
  });

  it('are none when nothing is missing, or only what lies outside of the window, be it on the same day', () => {
    expect(planSpot(ask([need('m5.large', [])], { whole: true }))).toEqual([]);
    const types = [need('m5.large', [span(1, 1.2), span(2.9, 3)])];
    expect(planSpot({ ...ask(types), from: new Date(START + 1.5 * DAY_MS), until: new Date(START + 2.5 * DAY_MS) })).toEqual([]);
  });
});

describe('runs of days', () => {
  it('hold every day once, in order, without a gap inside', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 100 })), fc.integer({ min: 1, max: 10 }), (days, longest) => {
        const sorted = [...days].sort((a, b) => a - b);
        const runs = runsOf(sorted, longest);
        expect(runs.flat()).toEqual(sorted);
        for (const run of runs) {
          expect(run.length).toBeLessThanOrEqual(longest);
          expect((run.at(-1) ?? 0) - (run[0] ?? 0)).toBe(run.length - 1);
        }
      }),
    );
  });
});
