import { describe, expect, it } from 'vitest';
import type { TypeFacts } from '@ml/contracts/pricing';
import { GIB } from '@ml/units/size';
import { familyAdvisorMeans, INTERRUPTION_FEATURES, interruptionFeatures } from './interruption-features';
import { priceHistory } from './price-history';
import { SPOT_PRICE_FEATURES, spotPriceFeatures } from './spot-price-features';

/** A Saturday. */
const AT = Date.parse('2026-11-21T06:00:00Z');

const type = (instance_type: string, advisorClass: 0 | 1 | 2 | 3 | 4): TypeFacts => ({
  instance_type,
  vcpu: 2,
  memory_bytes: 8 * GIB,
  architectures: ['x86_64'],
  gpus: 0,
  local_storage_gb: 0,
  max_pods: 29,
  current_generation: true,
  bare_metal: false,
  burstable: false,
  on_demand: { Linux: 0.1, Windows: 0.2 },
  advisor: { Linux: { class: advisorClass, savings_pct: 60 } },
  availability_zones: null,
});

const named = (names: readonly string[], row: readonly number[]): Readonly<Record<string, number>> => {
  expect(row).toHaveLength(names.length);
  return Object.fromEntries(names.map((name, index) => [name, row[index] ?? -1]));
};

describe('the features of a price', () => {
  const history = priceHistory({ hourly: new Float64Array(168).fill(0.04), hoursSinceChange: 3 });

  it('are 17, in their order', () => {
    const row = named(SPOT_PRICE_FEATURES, spotPriceFeatures({ history, onDemand: 0.16, advisorClass: 2, at: AT }));
    expect(SPOT_PRICE_FEATURES).toHaveLength(17);
    expect(row).toMatchObject({ lag_1h: 0.04, lag_168h: 0.04, std_168h: 0, max_over_mean_168h: 1, price_over_on_demand: 0.25, day_of_week: 6, advisor_class: 2, hours_since_change: 3 });
    expect(row['hour_sin']).toBeCloseTo(1, 12);
    expect(row['hour_cos']).toBeCloseTo(0, 12);
  });

  it('are NaN where something is unknown', () => {
    const row = named(SPOT_PRICE_FEATURES, spotPriceFeatures({ history: priceHistory({ hourly: [0.04], hoursSinceChange: 0 }), onDemand: null, advisorClass: null, at: AT }));
    expect(Object.entries(row).filter(([, value]) => Number.isNaN(value)).map(([name]) => name)).toEqual([
      ...['lag_6h', 'lag_24h', 'lag_168h', 'mean_6h', 'mean_24h', 'mean_168h', 'std_24h', 'std_168h', 'min_over_mean_168h', 'max_over_mean_168h', 'price_over_on_demand', 'advisor_class'],
    ]);
  });
});

describe('the features of an interruption', () => {
  const types = [type('m5.large', 1), type('m5.xlarge', 2), type('m5.2xlarge', 4), type('c5.large', 0)];
  const pool = { price: 0.025, price_since: '2026-11-21T02:30:00Z', cv_168h: 0.05, history_hours: 168 };

  it('are what the snapshot says of the pool, its type and its family', () => {
    const means = familyAdvisorMeans(types, 'Linux/UNIX');
    const subject = { type: type('m5.large', 1), pool, product: 'Linux/UNIX', familyAdvisorMean: means(type('m5.large', 1)), at: AT, hoursSinceLaunch: 5 } as const;
    expect(named(INTERRUPTION_FEATURES, interruptionFeatures(subject))).toMatchObject({
      advisor_class: 1,
      price_over_on_demand: 0.25,
      cv_168h: 0.05,
      history_hours: 168,
      hours_since_change: 3.5,
      vcpu: 2,
      memory_gib: 8,
      current_generation: 1,
      bare_metal: 0,
      arm64: 0,
      family_advisor_mean: 3,
      day_of_week: 6,
      hours_since_launch: 5,
    });
  });

  it('know nothing of a family of one, of Windows without its class, or of a pool without a price', () => {
    const means = familyAdvisorMeans(types, 'Linux/UNIX');
    expect(means(type('c5.large', 0))).toBeNull();
    const row = named(INTERRUPTION_FEATURES, interruptionFeatures({ type: type('c5.large', 0), pool: undefined, product: 'Windows', familyAdvisorMean: null, at: AT, hoursSinceLaunch: null }));
    for (const name of ['advisor_class', 'price_over_on_demand', 'cv_168h', 'history_hours', 'hours_since_change', 'family_advisor_mean', 'hours_since_launch']) expect(row[name]).toBeNaN();
  });
});
