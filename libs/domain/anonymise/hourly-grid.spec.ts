import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@ml/units/time';
import { hourlyGrid } from './hourly-grid';
import { postedTimes } from './posted-times';
import { readSamples } from './read-samples';
import { placeOfRegion } from './regions/place-of-region';
import { temporalFeatures } from './temporal-features';

const START = Date.UTC(2026, 10, 1, 8);

describe('an hourly series', () => {
  it('has the mean of each hour, and nothing where there was no sample', () => {
    const times = [5, 20, 130, 195].map((minutes) => START + minutes * MINUTE_MS);
    const grid = hourlyGrid({ times, values: [10, 20, 3.14159, 30] });
    expect(grid).toEqual({ metric_values: { timeseries: [15, null, 3.14, 30], step_seconds: 3_600, avg: 15.8, p50: 15, p95: 28.5, p99: 29.7, trend: 'volatile', samples: 4 }, start: START, end: START + 4 * HOUR_MS, leftOut: 0 });
    expect(hourlyGrid({ times: [], values: [] })).toBeNull();
  });

  it('is the same of samples that come by the hour as of several in an hour', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 30 }), (values) => {
        const times = values.map((_, hour) => START + hour * HOUR_MS + hour);
        const twice = hourlyGrid({ times: times.flatMap((time) => [time, time + 1]), values: values.flatMap((value) => [value, value]) });
        expect(hourlyGrid({ times, values })?.metric_values.timeseries).toEqual(twice?.metric_values.timeseries);
      }),
    );
  });

  it('is a year long at most: what is older than its newest sample by more is left out', () => {
    const times = Array.from({ length: 400 }, (_, day) => START + day * 24 * HOUR_MS);
    const grid = hourlyGrid({ times, values: times.map((_, at) => at) });
    expect([grid?.metric_values.timeseries.length, grid?.leftOut, grid?.metric_values.samples]).toEqual([8_761, 34, 366]);
  });

  it('loses no sample within a year, whatever their order was', () => {
    const sample = fc.record({ minute: fc.integer({ min: 0, max: 20_000 }), value: fc.integer({ min: 0, max: 500 }) });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 60 }), (samples) => {
        const stamps = samples.map(({ minute }) => new Date(START + minute * MINUTE_MS).toISOString());
        const read = readSamples(postedTimes(stamps), samples.map(({ value }) => value), START + 1e9 * MINUTE_MS);
        const grid = hourlyGrid(read.samples);
        const hours = new Set(samples.map(({ minute }) => Math.floor(minute / 60)));
        expect(grid?.metric_values.samples).toBe(samples.length);
        expect(grid?.metric_values.timeseries.filter((value) => value !== null)).toHaveLength(hours.size);
        expect([grid?.metric_values.timeseries[0] === null, grid?.metric_values.timeseries.at(-1) === null]).toEqual([false, false]);
      }),
    );
  });

  it('takes gaps, and counts what is no sample and what cannot have been measured yet', () => {
    const at = (hour: number): string => new Date(START + hour * HOUR_MS).toISOString();
    const read = readSamples(postedTimes([at(0), at(1), 'soon', at(2), at(3), at(99), at(4)]), [1, null, 2, 'NaN', Number.POSITIVE_INFINITY, 5, 6], START + 10 * HOUR_MS);
    expect(read).toEqual({ samples: { times: [START, START + 4 * HOUR_MS], values: [1, 6] }, bad: 3, future: 1 });
  });
});

describe('when a resource was made', () => {
  it('is told by the clock of its region', () => {
    // Friday 08:30 in UTC: 17:30 in Tokyo, 03:30 in New York, 09:30 in Berlin.
    const friday = Date.UTC(2026, 10, 20, 8, 30);
    const features = (region: string): unknown[] => Object.values(temporalFeatures(friday, placeOfRegion(region)));
    expect(features('ap-northeast-1')).toEqual([17, 5, 20, false, true]);
    expect(features('us-east-1')).toEqual([3, 5, 20, false, false]);
    expect(features('europe-west3')).toEqual([9, 5, 20, false, true]);
    expect(temporalFeatures(Date.UTC(2026, 10, 20, 16), placeOfRegion('japaneast'))).toEqual({ created_hour_of_day: 1, created_day_of_week: 6, created_day_of_month: 21, is_weekend: true, is_business_hours: false });
    expect(temporalFeatures(Date.UTC(2026, 10, 24, 9), placeOfRegion('global'))).toMatchObject({ created_day_of_week: 2 });
    expect(temporalFeatures(Date.UTC(1969, 11, 31, 23), placeOfRegion('nowhere'))).toMatchObject({ created_day_of_week: 3, created_hour_of_day: 23 });
  });
});
