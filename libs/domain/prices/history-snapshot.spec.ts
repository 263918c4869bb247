import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@ml/units/time';
import { buildHistory, poolHistory, readHistory } from './history-snapshot';

const AS_OF = Date.UTC(2026, 10, 20, 10);
const series = (at: readonly number[], price: readonly number[], instance_type = 'm5.large') => ({
  ...{ instance_type, availability_zone: 'us-east-1a', product: 'Linux/UNIX' as const },
  at: at.map((hours) => AS_OF - hours * HOUR_MS),
  price,
});

describe('a price history', () => {
  it('ends with the price in force at its instant, and says when that was reported', () => {
    const { columns, pools } = buildHistory('us-east-1', AS_OF, [poolHistory(series([400, 3, 0], [0.1, 0.3, 0.2]), AS_OF, AS_OF)]);
    const [history] = pools.map(readHistory(columns));
    expect(history).toMatchObject({ lag_1h: 0.2, lag_6h: 0.1, lag_24h: 0.1, lag_168h: 0.1, hours_since_change: 0 });
    // Two hours at 0.1, three at 0.3, the last at 0.2.
    expect(history?.mean_6h).toBeCloseTo((2 * 0.1 + 3 * 0.3 + 0.2) / 6, 10);
  });

  it('is unknown where the week is not whole', () => {
    const { columns, pools } = buildHistory('us-east-1', AS_OF, [poolHistory(series([30], [0.1]), AS_OF, AS_OF - 30 * HOUR_MS)]);
    expect(pools.map(readHistory(columns))[0]).toMatchObject({ lag_24h: 0.1, lag_168h: null, std_168h: 0, hours_since_change: 30 });
  });

  it('is written alike in whatever order the pools come', () => {
    const pools = ['b1.large', 'a1.large', 'c1.large'].map((type) => poolHistory(series([30], [0.1], type), AS_OF, AS_OF));
    expect(JSON.stringify(buildHistory('r', AS_OF, pools))).toBe(JSON.stringify(buildHistory('r', AS_OF, pools.toReversed())));
  });

  it('reads a column that an older one lacks as unknown', () => {
    expect(readHistory(['lag_6h', 'lag_1h'])({ values: [2, 1] })).toMatchObject({ lag_1h: 1, lag_6h: 2, mean_24h: null, hours_since_change: 0 });
  });
});
