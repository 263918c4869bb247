import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdvisorClass, PriceSnapshot, Product, TypeFacts } from '@ml/contracts/pricing';
import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import { buildHistory, poolHistory } from '@ml/domain/prices/history-snapshot';
import { operatingSystemOf } from '@ml/domain/prices/products';
import type { SpotRow } from '@ml/domain/prices/rows';
import { poolFacts } from '@ml/domain/prices/snapshot';
import { HISTORY_HOURS } from '@ml/domain/prices/step-held';
import { HOUR_MS, MINUTE_MS } from '@ml/units/time';
import { pricePoolRows } from '../../apps/models/forecasts/pool-rows';
import { Market } from '../../apps/models/market/market';
import { priceExamples } from '../../apps/trainer/data/price-examples';
import { pricePools } from '../../apps/trainer/data/price-pool';

const AS_OF = Date.UTC(2026, 10, 22, 23);
const POOL = { instance_type: 'm5.large', availability_zone: 'us-east-1a' } as const;

interface Drawn {
  readonly product: Product;
  readonly onDemand: number | null;
  readonly advised: AdvisorClass | null;
  /** Minutes before the hour of the forecast, and the price from then on. */
  readonly changes: readonly (readonly [minutes: number, price: number])[];
}

const DRAWN: fc.Arbitrary<Drawn> = fc.record({
  product: fc.constantFrom<Product>('Linux/UNIX', 'Windows'),
  onDemand: fc.option(fc.double({ min: 0.01, max: 5, noNaN: true })),
  advised: fc.option(fc.constantFrom<AdvisorClass>(0, 1, 2, 3, 4)),
  // Some long before the week, some on the hour, some after it; the same price again at times.
  changes: fc.array(fc.tuple(fc.oneof(fc.integer({ min: -60, max: 20_000 }), fc.integer({ min: 0, max: 300 }).map((hours) => hours * 60)), fc.constantFrom(0.031, 0.0312, 0.04, 0.9)), { minLength: 1, maxLength: 30 }),
});

/** One report an instant, as in the table of prices. */
const rowsOf = ({ product, changes }: Drawn): readonly SpotRow[] =>
  [...new Map(changes)].sort(([one], [other]) => other - one).map(([minutes, price]) => ({ ...POOL, region: 'us-east-1', product, price: price.toFixed(10), at: AS_OF - minutes * MINUTE_MS }));

const typeOf = ({ product, onDemand, advised }: Drawn): TypeFacts => ({
  ...{ instance_type: POOL.instance_type, vcpu: 2, memory_bytes: 8, architectures: ['x86_64'], gpus: 0, local_storage_gb: 0, max_pods: 29, current_generation: true, bare_metal: false, burstable: false, availability_zones: null },
  on_demand: onDemand === null ? {} : { [operatingSystemOf(product)]: onDemand },
  advisor: advised === null ? {} : { [product === 'Windows' ? 'Windows' : 'Linux']: { class: advised, savings_pct: 60 } },
});

/** As pricing reads them: the week up to the hour, and of what lies before the last change only. */
const served = (drawn: Drawn): readonly number[] | undefined => {
  const from = AS_OF - HISTORY_HOURS * HOUR_MS;
  const known = rowsOf(drawn).filter(({ at }) => at <= AS_OF);
  const week = [...known.filter(({ at }) => at <= from).slice(-1), ...known.filter(({ at }) => at > from)];
  const series = { ...POOL, product: drawn.product, at: week.map(({ at }) => at), price: week.map(({ price }) => Number(price)) };
  const facts = poolFacts(series, AS_OF);
  if (facts === null) return undefined;
  const snapshot = { region: 'us-east-1', as_of: new Date(AS_OF).toISOString(), types: [typeOf(drawn)], pools: [facts] };
  const history = buildHistory('us-east-1', AS_OF, [poolHistory(series, AS_OF, Date.parse(facts.price_since))]);
  return pricePoolRows(new Market('sha256:0', snapshot as unknown as PriceSnapshot), history).rows[0];
};

/** As the trainer reads them: the example of that hour. Another pool's later price makes the hour one with a future. */
const learned = (drawn: Drawn): readonly number[] | undefined => {
  const later: SpotRow = { ...POOL, instance_type: 'z1.large', region: 'us-east-1', product: 'Linux/UNIX', price: '1', at: AS_OF + 3 * HOUR_MS };
  const facts = { onDemandOf: () => drawn.onDemand, advisorOf: () => drawn.advised };
  const { numbers, at } = priceExamples(pricePools([...rowsOf(drawn), later], facts), 1);
  const row = at.indexOf(AS_OF);
  return row < 0 ? undefined : numbers.columns.map((column) => column[row] ?? Number.NaN);
};

/** As 32-bit numbers; what is written down has ten decimals. */
const alike = (one: number, other: number): boolean => (Number.isNaN(one) ? Number.isNaN(other) : Math.abs(one - other) <= 1e-9 + 1e-6 * Math.abs(one));

describe('a row of prices', () => {
  it('is the same for the model that learns and for the model that foretells', () => {
    let compared = 0;
    fc.assert(
      fc.property(DRAWN, (drawn) => {
        const [inTraining, inService] = [learned(drawn), served(drawn)];
        if (inService === undefined) return;
        compared += 1;
        expect(inTraining).toBeDefined();
        const different = SPOT_PRICE_FEATURES.filter((_, column) => !alike(inTraining?.[column] ?? Number.NaN, Math.fround(inService[column] ?? Number.NaN)));
        expect(different.map((name) => [name, inTraining?.[SPOT_PRICE_FEATURES.indexOf(name)], inService[SPOT_PRICE_FEATURES.indexOf(name)]])).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(50);
  });
});
