import type { PoolOutlook } from '@ml/contracts/forecasts';
import type { PoolFacts } from '@ml/contracts/pricing';
import { mostPlausible, probabilityPlace, quantilePlaces } from '@ml/domain/models/output-places';
import { compareText } from '@ml/units/compare-text';
import { roundTo } from '@ml/units/money';
import type { PoolAnswers } from './run-pools';

/** What a model said of pools; null where it made no sense. */
export interface Said<Value> {
  readonly pools: readonly PoolFacts[];
  readonly values: readonly (Value | null)[];
}

export type ExpectedPrice = NonNullable<PoolOutlook['price']>;

/** Of a price and of a share: finer than both are known. */
const DIGITS = 6;

/** Three quantiles, or one number for all of them. Crossed quantiles are put in order. */
export const expectedPrices = ({ columns, values }: PoolAnswers, pools: readonly PoolFacts[], onDemand: (pool: PoolFacts) => number | undefined): readonly (ExpectedPrice | null)[] => {
  const places = quantilePlaces(columns);
  return pools.map((pool, row) => {
    const most = mostPlausible(onDemand(pool), pool.price);
    const said = places.map((place) => values[row * columns.length + place] ?? Number.NaN);
    if (!said.every((price) => Number.isFinite(price) && price > 0 && price <= most)) return null;
    const [p10 = 0, p50 = 0, p90 = 0] = said.sort((one, other) => one - other).map((price) => roundTo(price, DIGITS));
    return { p10, p50, p90 };
  });
};

export const expectedInterruptions = ({ columns, values }: PoolAnswers, pools: readonly PoolFacts[]): readonly (number | null)[] => {
  const place = probabilityPlace(columns);
  return pools.map((_, row) => {
    const share = values[row * columns.length + place] ?? Number.NaN;
    return share >= 0 && share <= 1 ? roundTo(share, DIGITS) : null;
  });
};

interface Parts {
  readonly price: Said<ExpectedPrice> | null;
  readonly interruption: Said<number> | null;
}

/** One entry a pool of which anything was said, by name: the same models and prices give the same bytes. */
export const outlooksOf = ({ price, interruption }: Parts): readonly PoolOutlook[] => {
  const found = new Map<string, PoolOutlook>();
  const note = (pool: PoolFacts, said: Partial<Pick<PoolOutlook, 'price' | 'interruption_probability'>>): void => {
    const { instance_type, availability_zone, product } = pool;
    const key = `${instance_type} ${availability_zone} ${product}`;
    found.set(key, { ...(found.get(key) ?? { instance_type, availability_zone, product, price: null, interruption_probability: null }), ...said });
  };
  price?.pools.forEach((pool, row) => {
    const said = price.values[row] ?? null;
    if (said !== null) note(pool, { price: said });
  });
  interruption?.pools.forEach((pool, row) => {
    const said = interruption.values[row] ?? null;
    if (said !== null) note(pool, { interruption_probability: said });
  });
  return [...found].sort(([one], [other]) => compareText(one, other)).map(([, outlook]) => outlook);
};
