import { AppError } from '@ml/contracts/app-error';
import type { Reason } from '@ml/contracts/decision';
import type { PoolFacts, TypeFacts } from '@ml/contracts/pricing';
import type { InterruptionAsk } from '@ml/contracts/predictions';
import { INTERRUPTION_FEATURES, interruptionFeatures } from '@ml/domain/features/interruption-features';
import { isKnownRegion, regionOfZone } from '@ml/domain/prices/regions';
import { HOUR_MS } from '@ml/units/time';
import type { Market } from '../market/market';

/** Machines whose interruption is asked about run Linux unless somebody says so one day. */
const PRODUCT = 'Linux/UNIX';

export interface InterruptionFacts {
  readonly features: Readonly<Record<string, number | null>>;
  readonly type: TypeFacts;
  readonly pool: PoolFacts | undefined;
  readonly warnings: readonly Reason[];
}

/** @throws AppError UNKNOWN_REGION, BAD_FIELD (an az of another region) */
export const checkPlace = ({ region, az }: InterruptionAsk, hasPrices: boolean): void => {
  if (!isKnownRegion(region) && !hasPrices) throw new AppError('UNKNOWN_REGION', `${JSON.stringify(region.slice(0, 40))} is not an AWS region`, { path: 'region' });
  if (regionOfZone(az) !== region) throw new AppError('BAD_FIELD', `${JSON.stringify(az.slice(0, 40))} is not an availability zone of ${region}`, { path: 'az' });
};

/** What the newest prices say about the pool; what the caller knows better counts instead. @throws AppError UNKNOWN_INSTANCE_TYPE, BAD_FIELD */
export const interruptionFacts = (market: Market, ask: InterruptionAsk, now: number): InterruptionFacts => {
  const type = market.type(ask.instance_type);
  if (type === undefined) throw new AppError('UNKNOWN_INSTANCE_TYPE', `${JSON.stringify(ask.instance_type.slice(0, 40))} is not known in ${ask.region}`, { path: 'instance_type' });
  const pool = market.pool(ask.instance_type, ask.az, PRODUCT);
  const row = interruptionFeatures({
    type,
    pool: pool === undefined || ask.spot_price === undefined ? pool : { ...pool, price: ask.spot_price },
    product: PRODUCT,
    familyAdvisorMean: market.familyAdvisorMean(type, PRODUCT),
    at: now,
    hoursSinceLaunch: hoursSince(ask.launch_time, now),
  });
  const features = Object.fromEntries(INTERRUPTION_FEATURES.map((name, index) => [name, knownOrNull(row[index])]));
  return { type, pool, features: { ...features, ...(pool === undefined && priceRatio(type, ask.spot_price)) }, warnings: warningsOf(type, pool) };
};

/** A price that the caller knows of a pool of which nobody told us. */
const priceRatio = ({ on_demand: { Linux: onDemand } }: TypeFacts, price: number | undefined): { readonly price_over_on_demand: number } | undefined =>
  price === undefined || onDemand === undefined || onDemand <= 0 ? undefined : { price_over_on_demand: price / onDemand };

const knownOrNull = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : value);

/** A minute: clocks of those who ask may be ahead of ours. */
const CLOCKS_DIFFER_HOURS = 1 / 60;

const hoursSince = (launch: string | undefined, now: number): number | null => {
  if (launch === undefined) return null;
  const hours = (now - Date.parse(launch)) / HOUR_MS;
  if (!Number.isFinite(hours)) throw new AppError('BAD_FIELD', 'launch_time is not an RFC 3339 time', { path: 'launch_time' });
  if (hours < -CLOCKS_DIFFER_HOURS) throw new AppError('BAD_FIELD', 'launch_time lies in the future', { path: 'launch_time' });
  return Math.max(0, hours);
};

const warningsOf = ({ advisor }: TypeFacts, pool: PoolFacts | undefined): readonly Reason[] => [
  ...(pool === undefined ? [{ code: 'POOL_UNKNOWN', text: 'no price of this type in this zone is known: the answer rests on the type alone' }] : []),
  ...(advisor.Linux === undefined ? [{ code: 'ADVISOR_UNKNOWN', text: 'the Spot Advisor has no class for this type' }] : []),
];
