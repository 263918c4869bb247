import type { PastPriceTable } from '@ml/contracts/price-coverage';
import { compareText } from '@ml/units/compare-text';
import { poolHistory } from './history-snapshot';
import type { PoolSeries } from './snapshot';
import { heldFeatures, MIN_HISTORY_HOURS } from './step-held';

export type PastPool = PastPriceTable['pools'][number];

export interface LookBack {
  /** A full hour, milliseconds since the epoch: what is known of the pool is what was known then. */
  readonly asOf: number;
  /** The hour whose price came of it. */
  readonly until: number;
}

/** The history of a pool as it was at `asOf`, and the price in force at `until`. Null when it had been watched for less than a day. */
export const pastPool = (series: PoolSeries, { asOf, until }: LookBack): PastPool | null => {
  const then = heldFeatures(series, asOf);
  const later = heldFeatures(series, until);
  if (then === null || later === null || then.history_hours < MIN_HISTORY_HOURS) return null;
  return { ...poolHistory(series, asOf, then.price_since), price: then.price, later: later.price };
};

const nameOf = ({ instance_type, availability_zone, product }: PastPool): string => `${instance_type} ${availability_zone} ${product}`;

/** As many as are wanted, by their names and whatever the others are: a pool that is among them today is tomorrow. Sorted by name. */
export const sampleOf = (pools: readonly PastPool[], wanted: number): readonly PastPool[] => {
  const named = pools.map((pool) => ({ pool, name: nameOf(pool) }));
  const kept = named.length <= wanted ? named : named.map((entry) => ({ ...entry, place: scattered(entry.name) })).sort((a, b) => a.place - b.place || compareText(a.name, b.name)).slice(0, wanted);
  return kept.toSorted((a, b) => compareText(a.name, b.name)).map(({ pool }) => pool);
};

/** 32 bits of a text: FNV-1a, then mixed as MurmurHash3 ends, so that names with the same beginning lie far apart. */
const scattered = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};
