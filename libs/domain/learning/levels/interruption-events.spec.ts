import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_MS, interruptionEvents, type Timed } from './interruption-events';

const at = (minutes: number): Timed => ({ at: minutes * 60_000 });
/** Close enough to one another that neighbours are often exactly an event's length apart. */
const times = fc.array(fc.integer({ min: 0, max: 24 }).map((halves) => at(halves / 2)), { maxLength: 9 });

/** The smallest number of sets of reports of which none is wider than an event, by trying every set. */
const smallestCover = (reports: readonly Timed[]): number => {
  const all = (1 << reports.length) - 1;
  const chosen = (set: number): readonly number[] => reports.filter((_, index) => (set & (1 << index)) !== 0).map((report) => report.at);
  const together = Array.from({ length: all + 1 }, (_, set) => Math.max(...chosen(set)) - Math.min(...chosen(set)) <= EVENT_MS);
  const fewest = new Array<number>(all + 1).fill(Infinity);
  fewest[0] = 0;
  for (let set = 1; set <= all; set += 1) {
    for (let part = set; part > 0; part = (part - 1) & set) if (together[part]) fewest[set] = Math.min(fewest[set] ?? Infinity, (fewest[set ^ part] ?? Infinity) + 1);
  }
  return fewest[all] ?? 0;
};

describe('events of interruptions', () => {
  it.each<[string, readonly number[], readonly number[]]>([
    ['no reports make none', [], []],
    ['twenty nodes lost within a minute are one', Array.from({ length: 20 }, (_, index) => index / 20), [20]],
    ['three minutes apart are together', [0, 3], [2]],
    ['more than three minutes apart are not', [0, 3.001], [1, 1]],
    ['a chain of reports two minutes apart is cut, from the latest backwards', [0, 2, 4, 6, 8], [2, 2, 1]],
    ['the order in which they came counts nothing', [8, 2, 0, 6, 4], [2, 2, 1]],
  ])('%s', (_, minutes, sizes) => {
    expect(interruptionEvents(minutes.map(at)).map(({ reports }) => reports.length)).toEqual(sizes);
  });

  it('say when they began and ended, and hold the very reports', () => {
    const reports = [at(10), at(11), at(30)];
    expect(interruptionEvents(reports)).toEqual([
      { first_at: 30 * 60_000, last_at: 30 * 60_000, reports: [reports[2]] },
      { first_at: 10 * 60_000, last_at: 11 * 60_000, reports: [reports[1], reports[0]] },
    ]);
  });

  it('are as few as could hold all reports', () => {
    fc.assert(
      fc.property(times, (reports) => {
        expect(interruptionEvents(reports)).toHaveLength(smallestCover(reports));
      }),
      { numRuns: 300 },
    );
  });

  it('hold every report once, within three minutes of their anchor and after the next one', () => {
    fc.assert(
      fc.property(times, (reports) => {
        const events = interruptionEvents(reports);
        expect(events.flatMap((event) => event.reports.map((report) => report.at))).toEqual(reports.map((report) => report.at).sort((left, right) => right - left));
        for (const [index, { first_at, last_at }] of events.entries()) {
          expect(last_at - first_at).toBeLessThanOrEqual(EVENT_MS);
          expect(last_at).toBeLessThan((events[index - 1]?.last_at ?? Infinity) - (index === 0 ? 0 : EVENT_MS));
        }
      }),
    );
  });

  it('do not depend on the order of the reports, nor on how often one is given', () => {
    fc.assert(
      fc.property(times, fc.array(fc.nat()), (reports, keys) => {
        const anchors = (of: readonly Timed[]): readonly number[] => interruptionEvents(of).map(({ last_at }) => last_at);
        const shuffled = reports.map((report, index) => ({ report, key: keys[index] ?? 0 })).sort((left, right) => left.key - right.key);
        expect(anchors([...shuffled.map(({ report }) => report), ...reports])).toEqual(anchors(reports));
      }),
    );
  });

  it('never become fewer with a further report, and their anchors only move to later times', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -4, max: 28 }), (reports, more) => {
        const [before, after] = [interruptionEvents(reports), interruptionEvents([...reports, at(more / 2)])];
        expect(after.length).toBeGreaterThanOrEqual(before.length);
        for (const [index, { last_at }] of before.entries()) expect(after[index]?.last_at).toBeGreaterThanOrEqual(last_at);
      }),
    );
  });
});
