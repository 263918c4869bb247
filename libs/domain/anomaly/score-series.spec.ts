import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreSeries } from './score-series';

const START = Date.UTC(2026, 10, 1);
const HOUR_MS = 3_600_000;
const timesOf = (count: number, stepMs = HOUR_MS): string[] => Array.from({ length: count }, (_, at) => new Date(START + at * stepMs).toISOString());
const scored = (timestamps: readonly string[], values: readonly (number | null)[]) => scoreSeries({ timestamps, values, path: 'series' });
const codes = ({ warnings }: ReturnType<typeof scored>): readonly string[] => warnings.map(({ code }) => code);

describe('a series that is scored', () => {
  it('has a score for each sample and names the window of what is unusual by its own times: the rise and the fall, not the same again', () => {
    const values = Array.from({ length: 72 }, (_, at) => (at === 60 || at === 62 ? 90 : 20 + (at % 5)));
    const answer = scored(timesOf(72), values);
    expect(answer.scores).toHaveLength(72);
    expect(answer.scores.slice(0, 24)).toEqual(Array.from({ length: 24 }, () => null));
    expect(answer.windows).toEqual([{ start: '2026-11-03T12:00:00.000Z', end: '2026-11-03T13:00:00.000Z', score: Math.max(...answer.scores.slice(60, 64).map(Number)) }]);
    expect(answer).toMatchObject({ threshold: 50, method: 'seen_range', warnings: [] });
  });

  it('keeps its day where samples are missing or a little late', () => {
    const values = Array.from({ length: 240 }, (_, at) => 50 + 40 * Math.sin((2 * Math.PI * at) / 24));
    const late = timesOf(240).map((time, at) => new Date(Date.parse(time) + (at % 3) * 60_000).toISOString());
    const gap = (_: unknown, at: number): boolean => at < 100 || at >= 103;
    const answer = scored(late.filter(gap), values.filter(gap));
    expect(codes(answer)).toEqual(['GAPS']);
    expect(answer.warnings[0]?.text).toContain('3 of 240 samples are missing');
    expect(answer.windows).toEqual([]);
  });

  it('has a step where it is nearly, but not quite, a usual one', () => {
    for (const stepMs of [299_000, 290_000, 301_000]) expect(codes(scored(timesOf(400, stepMs), Array.from({ length: 400 }, (_, at) => at % 7))), String(stepMs)).not.toContain('IRREGULAR_STEPS');
  });

  it('follows no day where its samples follow no step', () => {
    const times = Array.from({ length: 60 }, (_, at) => new Date(START + at * at * 1_000_000).toISOString());
    expect(codes(scored(times, times.map((_, at) => at % 7)))).toEqual(['IRREGULAR_STEPS']);
  });

  it('says that it never changes, and scores 0', () => {
    const answer = scored(timesOf(30), Array.from({ length: 30 }, () => 0));
    expect(codes(answer)).toEqual(['CONSTANT']);
    expect(new Set(answer.scores)).toEqual(new Set([null, 0]));
  });

  it.each<[string, readonly string[], readonly (number | null)[], object]>([
    ['nothing', [], [], { code: 'TOO_SHORT', path: 'series', message: '25 samples with a value are needed at this step before one can be scored; there are 0' }],
    ['one sample', timesOf(1), [3], { code: 'TOO_SHORT', message: expect.stringContaining('there is 1') }],
    ['a day of hours', timesOf(24), Array.from({ length: 24 }, () => 1), { code: 'TOO_SHORT', message: expect.stringContaining('there are 24') }],
    ['a day of five minutes', timesOf(288, 300_000), Array.from({ length: 288 }, () => 1), { code: 'TOO_SHORT', message: expect.stringContaining('289 samples') }],
    ['samples without a value', timesOf(100), Array.from({ length: 100 }, () => null), { code: 'TOO_SHORT', message: expect.stringContaining('there are 0') }],
    ['more values than times', timesOf(2), [1, 2, 3], { code: 'BAD_FIELD', path: 'series.values' }],
    ['a time without a zone', ['2026-11-01T00:00:00'], [1], { code: 'BAD_TIME', path: 'series.timestamps[0]' }],
    ['a time that is none', ['2026-13-01T00:00:00Z'], [1], { code: 'BAD_TIME', path: 'series.timestamps[0]' }],
    ['times that go back', [...timesOf(2), ...timesOf(1)], [1, 2, 3], { code: 'BAD_FIELD', path: 'series.timestamps[2]' }],
    ['a time given twice', ['2026-11-01T01:00:00Z', '2026-11-01T02:00:00+01:00'], [1, 2], { code: 'BAD_FIELD', path: 'series.timestamps[1]' }],
  ])('is refused for %s', (...[, timestamps, values, fault]) => {
    expect(() => scored(timestamps, values)).toThrow(expect.objectContaining(fault) as Error);
  });

  it('has as many scores as values whatever the times are', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 320, maxLength: 340 });
    fc.assert(
      fc.property(steps, (apart) => {
        let at = START;
        const times = apart.map((step) => new Date((at += step)).toISOString());
        const { scores } = scored(times, apart);
        expect(scores).toHaveLength(apart.length);
        expect(scores.every((score) => score === null || (score >= 0 && score <= 100))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
