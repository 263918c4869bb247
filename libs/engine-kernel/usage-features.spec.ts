import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { USAGE_FEATURES, usageRow, type UsageSeries } from './usage-features';

/** A Monday. */
const START = Date.parse('2026-11-02T00:00:00Z');

const hourly = (hours: number, at: (hour: number) => number | null, more: Partial<UsageSeries> = {}): UsageSeries => ({
  samples: Array.from({ length: hours }, (_, hour) => at(hour)),
  stepSeconds: 3_600,
  start: START,
  resource: 'cpu',
  ...more,
});

const featuresOf = (series: UsageSeries): Readonly<Record<string, number>> => {
  const row = usageRow(series)?.features ?? [];
  expect(row).toHaveLength(USAGE_FEATURES.length);
  return Object.fromEntries(USAGE_FEATURES.map((name, index) => [name, row[index] ?? -1]));
};

describe('the features of usage', () => {
  it('of a flat week are all 1 or 0', () => {
    expect(featuresOf(hourly(168, () => 2))).toEqual({
      history_days: 7,
      step_minutes: 60,
      p50_over_p95: 1,
      p99_over_p95: 1,
      max_over_p95: 1,
      mean_over_p95: 1,
      std_over_p95: 0,
      first_third_over_mean: 1,
      last_third_over_mean: 1,
      last_day_over_mean: 1,
      last_hour_over_p95: 1,
      trend_per_day: 0,
      daily_profile: 0,
      hour_autocorrelation: 0,
      weekend_over_weekday: 1,
      idle_share: 0,
      is_memory: 0,
    });
  });

  it('of office hours see the day and the weekend', () => {
    const row = featuresOf(hourly(336, (hour) => (hour % 168 < 120 && hour % 24 >= 8 && hour % 24 < 18 ? 4 : 0)));
    expect(row['weekend_over_weekday']).toBe(0);
    expect(row['daily_profile']).toBeGreaterThan(0.5);
    expect(row['idle_share']).toBeCloseTo(1 - 100 / 336, 10);
  });

  it('of a series that grows by 1 a day from 10 see the growth', () => {
    const row = featuresOf(hourly(240, (hour) => 10 + hour / 24));
    // Its mean is 10 + 119.5 / 24.
    expect(row['trend_per_day']).toBeCloseTo(1 / (10 + 119.5 / 24), 10);
    expect(row['last_third_over_mean']).toBeGreaterThan(1);
  });

  it('are unknown of less than a day and of what was never used', () => {
    expect(usageRow(hourly(23, () => 1))).toBeNull();
    expect(usageRow(hourly(168, () => 0))).toBeNull();
    expect(usageRow(hourly(168, () => null))).toBeNull();
    expect(usageRow(hourly(24, () => 3))?.p95).toBe(3);
  });

  it('do not depend on the unit, and leave out gaps', () => {
    const samples = fc.array(fc.option(fc.double({ min: 0, max: 8, noNaN: true }), { freq: 9 }), { minLength: 60, maxLength: 400 });
    fc.assert(
      fc.property(samples, fc.constantFrom(60, 300, 3_600, 7_200), (values, stepSeconds) => {
        const one = usageRow({ samples: values, stepSeconds, start: START, resource: 'memory' });
        const other = usageRow({ samples: values.map((value) => (value === null ? null : value * 2 ** 30)), stepSeconds, start: START, resource: 'memory' });
        expect(other?.features).toEqual(one?.features);
        expect(other?.p95).toBe(one === null ? undefined : one.p95 * 2 ** 30);
      }),
      { numRuns: 50 },
    );
  });
});
