import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostedSeries } from '@ml/contracts/collection';
import { HOUR_MS } from '@ml/units/time';
import { makeVocabulary } from '../anonymise/vocabulary';
import { keptSeries, type KeptSeries } from './kept-series';

const START = Date.UTC(2026, 10, 20, 8);
const context = { vocabulary: makeVocabulary(), until: START + 100 * HOUR_MS, fullSeries: true };
const at = (hour: number): string => new Date(START + hour * HOUR_MS).toISOString();
const posted = (over: Partial<PostedSeries> = {}): PostedSeries => ({
  resource_id: 'vol-0a1', resource_type: 'EBS volume', provider: 'aws', metric_name: 'VolumeReadOps', period_seconds: 3600, timestamps: [at(0.5), at(1), at(3)], values: [1, 2, 4], ...over,
});
const codes = ({ faults }: KeptSeries): readonly string[] => faults.map(({ path, code }) => `${path} ${code}`);

describe('a posted series', () => {
  it('is kept by the hour, with its aggregates, and hours without a sample are null', () => {
    expect(keptSeries(posted(), context)).toEqual({
      series: {
        resource_type: 'ebs_volume', provider: 'aws', metric_name: 'VolumeReadOps', aggregation_period: 'hourly', start_date: at(0), end_date: at(4),
        metric_values: { timeseries: [1, 2, null, 4], step_seconds: 3600, avg: 2.33, p50: 2, p95: 3.8, p99: 3.96, trend: 'stable', samples: 3 },
      },
      samples: 3,
      faults: [],
    });
  });

  it('is its aggregates alone where full series are not wanted', () => {
    expect(keptSeries(posted(), { ...context, fullSeries: false }).series?.metric_values).toMatchObject({ timeseries: [], avg: 2.33, samples: 3 });
  });

  it.each<[string, Partial<PostedSeries>, readonly string[], number]>([
    ['names that are not made of known words', { resource_type: 'jane-laptop', metric_name: 'Jane Doe' }, ['metric_name UNKNOWN_METRIC'], 0],
    ['a type that is not', { resource_type: 'jane laptop' }, ['resource_type UNKNOWN_RESOURCE_TYPE'], 3],
    ['no sample at all', { timestamps: [], values: [] }, ['values EMPTY_METRIC'], 0],
    ['nothing but gaps', { values: [null, null, null] }, ['values EMPTY_METRIC'], 0],
    ['what is no number', { values: [Number.NaN, 'NaN', 4] as never }, ['values BAD_SAMPLES'], 1],
    ['samples of tomorrow', { timestamps: [at(0), at(1), at(101)] }, ['timestamps FUTURE_SAMPLES'], 2],
    ['ten years ago', { timestamps: ['2016-11-20T08:00:00Z', '2016-11-20T09:00:00Z', '2016-11-20T10:00:00Z'] }, ['timestamps OLD_SERIES'], 3],
    ['more than a year', { timestamps: ['2025-10-01T00:00:00Z', at(1), at(3)] }, ['timestamps SERIES_TOO_LONG'], 2],
  ])('names %s', (...[, over, expected, samples]) => {
    const kept = keptSeries(posted(over), context);
    expect(codes(kept)).toEqual(expected);
    expect(kept.samples).toBe(samples);
    expect(kept.series === null).toBe(samples === 0);
  });

  it('is the same in whatever order its samples come, twice as often too', () => {
    const samples = fc.uniqueArray(fc.record({ hour: fc.nat(80), value: fc.integer({ min: -1000, max: 1000 }) }), { selector: ({ hour }) => hour, minLength: 1 });
    fc.assert(
      fc.property(samples.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
        const of = (some: typeof list): KeptSeries => keptSeries(posted({ timestamps: some.map(({ hour }) => at(hour)), values: some.map(({ value }) => value) }), context);
        expect(of(shuffled)).toEqual(of(list));
        expect(of([...list, ...list]).series?.metric_values.timeseries).toEqual(of(list).series?.metric_values.timeseries);
      }),
    );
  });
});
