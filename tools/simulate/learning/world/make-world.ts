import type { AdvisorClass, PoolFacts, PriceSnapshot, TypeFacts } from '@ml/contracts/pricing';
import { familyOf } from '@ml/engine-kernel/spot-score/structural';
import { poolName } from '@ml/domain/learning/pool-name';
import { HISTORY_HOURS, instanceTypes, REGIONS, zonesOf } from './instance-types';
import { CLASS_MIDDLES, PoolRates } from './pool-rates';
import { MONTHS, WORLD_START, type TruePool, type TrueWorld, type WorldName } from './true-world';

const MOST_UNSAFE = 4;
/** Most prices hardly move: a coefficient of variation around 4% in a week. */
const MEDIAN_VARIATION = 0.04;
const VARIATION_SPREAD = 0.6;
/** What prices know of interruptions since they no longer follow bids: little. */
const VARIATION_SIGNAL = 0.2;

interface Making {
  readonly name: WorldName;
  readonly rates: PoolRates;
  readonly region: string;
}

/** A world with its public side. The same name and seed make the same world. */
export const makeWorld = (name: WorldName, seed: number): TrueWorld => {
  const rates = new PoolRates(seed);
  const markets = REGIONS.map((region) => marketOf({ name, rates, region }));
  return { name, seed, markets, pools: markets.flatMap((market) => poolsOf({ name, rates, region: market.region }, market.types)) };
};

const publicClass = ({ name, rates, region }: Making, instanceType: string): AdvisorClass => {
  const seen = rates.advisorClass(region, familyOf(instanceType), instanceType);
  return name === 'wrong-prior' ? ((MOST_UNSAFE - seen) as AdvisorClass) : seen;
};

const classIn = (type: TypeFacts): AdvisorClass => type.advisor.Linux?.class ?? 0;

const chancesOf = ({ name, rates, region }: Making, type: TypeFacts, pool: string): readonly number[] =>
  name === 'no-signal'
    ? Array.from({ length: MONTHS }, () => CLASS_MIDDLES[classIn(type)])
    : rates.chances(region, familyOf(type.instance_type), pool);

const poolsOf = (making: Making, types: readonly TypeFacts[]): readonly TruePool[] =>
  types.flatMap((type) =>
    zonesOf(making.region).map((zone) => {
      const key = { instance_type: type.instance_type, availability_zone: zone, region: making.region };
      return { ...key, family: familyOf(type.instance_type), advisorClass: classIn(type), chances: chancesOf(making, type, poolName(key)) };
    }),
  );

/** In the world without signal prices know nothing at all. */
const variationOf = ({ name, rates }: Making, pool: TruePool): number => {
  const signal = name === 'no-signal' ? 0 : VARIATION_SIGNAL;
  const heat = Math.log((pool.chances[0] ?? 0) / (1 - (pool.chances[0] ?? 0)));
  const noise = rates.effect(`price ${poolName(pool)}`);
  return MEDIAN_VARIATION * Math.exp(VARIATION_SPREAD * (signal * (heat + 2) + Math.sqrt(1 - signal ** 2) * noise));
};

const priceOf = (making: Making, pool: TruePool): PoolFacts => ({
  instance_type: pool.instance_type,
  availability_zone: pool.availability_zone,
  product: 'Linux/UNIX',
  price: 0.04,
  price_since: new Date(WORLD_START).toISOString(),
  cv_168h: variationOf(making, pool),
  history_hours: HISTORY_HOURS,
});

const marketOf = (making: Making): PriceSnapshot => {
  const types = instanceTypes(making.region).map((type) => ({
    ...type,
    advisor: { Linux: { class: publicClass(making, type.instance_type), savings_pct: null } },
  }));
  const asOf = new Date(WORLD_START).toISOString();
  return {
    schema: 1,
    region: making.region,
    as_of: asOf,
    prices_as_of: asOf,
    advisor_as_of: asOf,
    on_demand_as_of: asOf,
    catalogue_as_of: asOf,
    source: 'file',
    types,
    pools: poolsOf(making, types).map((pool) => priceOf(making, pool)),
  };
};
