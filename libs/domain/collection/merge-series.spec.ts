import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeSeries, type KeptHours } from './merge-series';

const HOUR = 3_600_000;
const series = (start: number, values: readonly (number | null)[]): KeptHours => ({ start: start * HOUR, step: HOUR, values });

describe('series of one metric', () => {
  it('become one in order of time; the last that has a sample of an hour counts', () => {
    expect(mergeSeries([series(5, [1, 2, null]), series(0, [9]), series(6, [20, 30, null])], 100)).toEqual({ times: [0, 5, 6, 7, 8].map((hour) => hour * HOUR), values: [9, 1, 20, 30, null] });
  });

  it('keep a sample that a later one has a gap for', () => {
    expect(mergeSeries([series(0, [1, 2]), series(0, [null, 3])], 100).values).toEqual([1, 3]);
  });

  it('are cut to the last hours, never reordered, never doubled', () => {
    const any = fc.array(fc.record({ start: fc.integer({ min: 0, max: 50 }), values: fc.array(fc.option(fc.integer()), { maxLength: 20 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 30 }), (given, most) => {
        const all = given.map(({ start, values }) => series(start, values));
        const whole = mergeSeries(all, 10_000);
        const cut = mergeSeries(all, most);
        expect(whole.times.every((time, at) => at === 0 || time > (whole.times[at - 1] ?? Infinity))).toBe(true);
        expect(cut).toEqual({ times: whole.times.slice(-most), values: whole.values.slice(-most) });
      }),
    );
  });
});
