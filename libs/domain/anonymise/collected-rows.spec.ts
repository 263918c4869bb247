import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SERIES_COLUMNS, seriesValues, TRAINING_COLUMNS, trainingValues, type SeriesRow, type TrainingRow } from './collected-rows';

describe('rows as COPY takes them', () => {
  const column = (value: unknown): unknown => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);

  it('have the values of their columns', () => {
    const objects = ['metrics_summary', 'resource_config', 'tags_anonymized', 'temporal_features'];
    const training = Object.fromEntries(TRAINING_COLUMNS.map((name) => [name, objects.includes(name) ? { [name]: 1 } : name])) as unknown as TrainingRow;
    const nothing = Object.fromEntries(TRAINING_COLUMNS.map((name) => [name, null])) as unknown as TrainingRow;
    expect(trainingValues(nothing)).toEqual(TRAINING_COLUMNS.map(() => null));
    expect(trainingValues(training)).toEqual(TRAINING_COLUMNS.map((name) => column(training[name])));
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const summary = { avg: number, p50: number, p95: number, p99: number, trend: fc.constantFrom('increasing', 'decreasing', 'stable', 'volatile') };
    const values = fc.record({ timeseries: fc.array(fc.option(number)), step_seconds: fc.constant(3_600), ...summary, samples: fc.nat() }, { noNullPrototype: true });
    fc.assert(
      fc.property(values, (metric_values) => {
        const series = Object.fromEntries(SERIES_COLUMNS.map((name) => [name, name === 'metric_values' ? metric_values : name])) as unknown as SeriesRow;
        expect(seriesValues(series)).toEqual(SERIES_COLUMNS.map((name) => column(series[name])));
      }),
    );
  });
});
