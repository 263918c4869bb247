import type { OperatingSystem, PriceSnapshot, ServiceRates, TypeFacts } from '@ml/contracts/pricing';
import type { CapacityType } from '@ml/state/kubernetes/capacity-type';
import { usdPerHour, type UsdPerHour } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { Facts } from './engine';

/** What is priced: a running or wanted machine. */
export interface Priced {
  readonly instanceType: string | null;
  readonly zone: string | null;
  /** null counts as on-demand: the dearer reading of a saving would be a guess. */
  readonly capacityType: CapacityType | null;
}

/** One region's prices, indexed. Whatever is not in it is unknown, never guessed. */
export interface PriceList {
  readonly region: string;
  /** By name. */
  readonly types: readonly TypeFacts[];
  readonly type: (instanceType: string | null) => TypeFacts | undefined;
  readonly onDemand: (instanceType: string | null, system?: OperatingSystem) => UsdPerHour | undefined;
  /** Linux, in force. */
  readonly spot: (instanceType: string | null, zone: string | null) => UsdPerHour | undefined;
  /** What the machine costs an hour; undefined when nobody knows its price. */
  readonly priceOf: (machine: Priced) => UsdPerHour | undefined;
  /** Prices of what is not a machine; null when they are not known for this region. */
  readonly rates: ServiceRates | null;
}

/** The list of `region`; undefined when there is none, or the snapshot is of another region. */
export const priceListOf = ({ prices }: Facts, region: string | undefined): PriceList | undefined =>
  prices !== undefined && prices.region === region ? indexed(prices) : undefined;

/** A snapshot never changes: its index is made once. */
const INDEXES = new WeakMap<PriceSnapshot, PriceList>();

const indexed = (snapshot: PriceSnapshot): PriceList => {
  const known = INDEXES.get(snapshot);
  if (known !== undefined) return known;
  const made = listOf(snapshot);
  INDEXES.set(snapshot, made);
  return made;
};

const listOf = (snapshot: PriceSnapshot): PriceList => {
  const types = [...snapshot.types].sort((one, other) => compareText(one.instance_type, other.instance_type));
  const byName = new Map(types.map((type) => [type.instance_type, type]));
  const pools = new Map(snapshot.pools.filter(({ product }) => product === 'Linux/UNIX').map((pool) => [`${pool.instance_type} ${pool.availability_zone}`, pool.price]));
  const onDemand: PriceList['onDemand'] = (name, system = 'Linux') => positive(byName.get(name ?? '')?.on_demand[system]);
  const spot: PriceList['spot'] = (name, zone) => positive(pools.get(`${name ?? ''} ${zone ?? ''}`));
  return {
    region: snapshot.region,
    types,
    type: (name) => byName.get(name ?? ''),
    onDemand,
    spot,
    priceOf: ({ instanceType, zone, capacityType }) => (capacityType === 'spot' ? spot(instanceType, zone) : onDemand(instanceType)),
    rates: snapshot.rates ?? null,
  };
};

/** Whether what stands in this zone is paid for by the list: local and wavelength zones have prices of their own. One that does not say where it stands is taken as of the region. */
export const isPricedBy = ({ region }: PriceList, zone: string | null): boolean => zone === null || (zone.startsWith(region) && /^[a-z]?$/.test(zone.slice(region.length)));

/** A price of zero is a hole in a list, not a gift. */
const positive = (price: number | undefined): UsdPerHour | undefined => (price !== undefined && price > 0 ? usdPerHour(price) : undefined);
