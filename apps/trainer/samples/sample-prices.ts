import type { AdvisorClass } from '@ml/contracts/pricing';
import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { Draws } from '@ml/domain/training/draws';
import { seedFor } from '@ml/domain/training/seed-for';
import { HOUR_MS } from '@ml/units/time';
import type { PricePool } from '../data/price-pool';
import { TrainFault } from '../train-fault';

export interface SampleMarket {
  readonly region: string;
  readonly instances: readonly string[];
  readonly seed: number;
  /** Milliseconds since the epoch, a full hour. */
  readonly end: number;
}

/** The contract's own example. */
const INSTANCES = ['m5.large', 'c5.large', 'r5.large', 't3.large'];

/** What was asked for by name, else the contract's example. */
export const sampleMarket = ({ region, instances }: { readonly region: string | null; readonly instances: readonly string[] | null }): Pick<SampleMarket, 'region' | 'instances'> => ({
  region: region ?? 'us-east-1',
  instances: instances ?? INSTANCES,
});

const ZONES = ['a', 'b', 'c'];
const CLASS_ENDS = [0.36, 0.53, 0.62, 0.69];
const SAMPLE_DAYS = 42;
/** Share of the way back to its level that a price goes in an hour. */
const PULL = 0.04;
/** Smaller moves are not reported. */
const LEAST_CHANGE = 0.01;

/** Generated prices: drawn to a level of their own with a daily swing, pushed about by noise, reported when they have moved by 1%. */
export const samplePrices = (market: SampleMarket): readonly PricePool[] => market.instances.flatMap((type) => ZONES.map((zone) => samplePool(market, type, zone)));

const samplePool = ({ region, seed, end }: SampleMarket, type: string, zone: string): PricePool => {
  const onDemand = BUILT_IN_CATALOGUE.types.find(({ instance_type }) => instance_type === type)?.on_demand[region];
  if (onDemand === undefined) throw new TrainFault(`the built-in catalogue has no price of ${type} in ${region}: name other --instances or another --region, or give --data`);
  const ofType = new Draws(seedFor(seed, `${region}/${type}`));
  const draws = new Draws(seedFor(seed, `${region}${zone}/${type}`));
  // Shares of the classes in the Spot Advisor's file of 2025-06-28.
  const drawn = ofType.next();
  const advisorClass = CLASS_ENDS.filter((end) => drawn >= end).length as AdvisorClass;
  const level = (0.28 + 0.05 * advisorClass) * (0.9 + 0.2 * draws.next());
  const noise = 0.004 + 0.002 * advisorClass + 0.004 * draws.next();
  const swing = 0.03 + 0.03 * draws.next();
  const changes = { at: [] as number[], price: [] as number[] };
  let away = 0;
  let reported = 0;
  for (let hour = -SAMPLE_DAYS * 24; hour <= 0; hour += 1) {
    const at = end + hour * HOUR_MS;
    away += -PULL * away + noise * draws.normal();
    const price = Number((onDemand * level * Math.exp(away + swing * Math.sin((2 * Math.PI * (new Date(at).getUTCHours() - 9)) / 24))).toFixed(4));
    if (Math.abs(price - reported) <= LEAST_CHANGE * reported) continue;
    changes.at.push(at);
    changes.price.push(price);
    reported = price;
  }
  return { instance_type: type, availability_zone: `${region}${zone}`, region, product: 'Linux/UNIX', onDemand, advisorClass, ...changes };
};
