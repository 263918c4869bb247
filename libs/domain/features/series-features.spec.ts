import { describe, expect, it } from 'vitest';
import { usageRow } from '@ml/engine-kernel/usage-features';
import { ANOMALY_FEATURES, anomalyFeatures } from './anomaly-features';
import { NODE_FEATURES, nodeFeatures } from './node-features';

const named = (names: readonly string[], row: readonly number[] | null): Readonly<Record<string, number>> => {
  expect(row).toHaveLength(names.length);
  return Object.fromEntries(names.map((name, at) => [name, row?.[at] ?? -1]));
};

describe('the features of an anomaly', () => {
  /** Hours that alternate between 9 and 11: a mean of 10, a deviation of 1. */
  const samples = Float64Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? 9 : 11));

  it('count deviations of the last day', () => {
    const spiked = samples.with(48, 14);
    const row = named(ANOMALY_FEATURES, anomalyFeatures({ samples: spiked, at: 48, stepSeconds: 3_600 }));
    // The hour before was 11; a day before stood 11, 9 and 11 around the same time.
    expect(row).toMatchObject({ from_day_mean: 4, from_hour_mean: 1.5, from_previous: 3, hour_from_day: 2.5, hour_over_day_spread: 1.5 });
    expect(row['from_same_time']).toBeCloseTo(14 - 31 / 3, 12);
  });

  it('look at nothing that comes later, and are bounded where nothing ever moved', () => {
    const at = { at: 30, stepSeconds: 3_600 };
    expect(anomalyFeatures({ samples: samples.with(31, 1e9), ...at })).toEqual(anomalyFeatures({ samples, ...at }));
    expect(named(ANOMALY_FEATURES, anomalyFeatures({ samples: new Float64Array(60).fill(5).with(30, 9), ...at }))['from_day_mean']).toBe(50);
  });

  it('are unknown without the sample or a day before it', () => {
    expect(anomalyFeatures({ samples, at: 23, stepSeconds: 3_600 })).toBeNull();
    expect(anomalyFeatures({ samples: samples.with(40, Number.NaN), at: 40, stepSeconds: 3_600 })).toBeNull();
  });
});

describe('the features of a node', () => {
  it('are those of its CPU and of its memory, and the share of each', () => {
    const flat = (value: number, resource: 'cpu' | 'memory') => usageRow({ samples: new Array<number>(48).fill(value), stepSeconds: 3_600, start: 0, resource });
    const [cpu, memory] = [flat(1, 'cpu'), flat(6, 'memory')];
    if (cpu === null || memory === null) throw new Error('two days are enough');
    const row = named(NODE_FEATURES, nodeFeatures({ cpu, memory, cpuCapacity: 4, memoryCapacity: 8 }));
    expect(row).toMatchObject({ history_days: 2, step_minutes: 60, cpu_p95_share: 0.25, memory_p95_share: 0.75, cpu_p50_over_p95: 1, memory_idle_share: 0 });
    expect(NODE_FEATURES.some((name) => name.includes('is_memory'))).toBe(false);
  });
});
