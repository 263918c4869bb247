import { forwardFactor } from '../score/decay';
import { effectiveNodes } from '../score/effective-nodes';
import { toUnits, type HourAccount, type PoolCounts } from './hour-account';

/** An account that counts from now on, and what counted before it. */
export interface HourChange {
  readonly account: HourAccount;
  readonly before: PoolCounts;
}

/** All clusters of a customer in a pool and hour, as they counted before. */
export interface HourSum {
  readonly customer_id: string;
  readonly hour: number;
  readonly pool: string;
  readonly units: number;
}

/** What is to be added to the sums of a customer in a pool. */
export interface ExposureDelta {
  readonly customer_id: string;
  readonly pool: string;
  readonly units: number;
  /** Hours in which the customer had an instance there. */
  readonly hours: number;
  /** Evidence against the epoch, see decay.ts. */
  readonly effective: number;
}

/** Multiples of it add up exactly in double precision, in any order, up to 2^33: some five years of hours after the epoch. */
const GRAIN = 2 ** -20;
const UNIT = 1 / toUnits(1);

const evidenceOf = (units: number, hour: number): number => Math.round((effectiveNodes(units * UNIT) * forwardFactor(hour)) / GRAIN) * GRAIN;

const addTo = <Key>(counts: Map<Key, number>, key: Key, more: number): void => void counts.set(key, (counts.get(key) ?? 0) + more);

/**
 * What changed accounts of hours add to each customer's sums. Nodes of one customer fare alike in whichever of its clusters they are, so what an hour is worth as
 * evidence follows from all of them together.
 */
export const exposureDeltas = (changes: readonly HourChange[], sums: readonly HourSum[]): readonly ExposureDelta[] => {
  const known = new Map(sums.map((sum) => [keyOf(sum), sum.units]));
  const deltas = new Map<string, { customer_id: string; pool: string; units: number; hours: number; effective: number }>();
  for (const { customer_id, hour, pool, units } of unitChanges(changes)) {
    const before = known.get(keyOf({ customer_id, hour, pool })) ?? 0;
    const after = before + units;
    const key = `${pool}|${customer_id}`;
    const delta = deltas.get(key) ?? { customer_id, pool, units: 0, hours: 0, effective: 0 };
    deltas.set(key, delta);
    delta.units += units;
    delta.hours += Number(after > 0) - Number(before > 0);
    delta.effective += evidenceOf(after, hour) - evidenceOf(before, hour);
  }
  return [...deltas.values()];
};

const keyOf = ({ hour, pool, customer_id }: Omit<HourSum, 'units'>): string => `${String(hour)}|${pool}|${customer_id}`;

/** By customer, hour and pool; those that changed nothing left out. */
const unitChanges = (changes: readonly HourChange[]): readonly HourSum[] => {
  const groups = new Map<string, Map<string, number>>();
  for (const { account, before } of changes) {
    const group = JSON.stringify([account.customer_id, account.hour]);
    const units = groups.get(group) ?? new Map<string, number>();
    groups.set(group, units);
    for (const [pool, count] of Object.entries(account.units)) addTo(units, pool, count);
    for (const [pool, count] of Object.entries(before)) addTo(units, pool, -count);
  }
  return [...groups].flatMap(([group, counts]) => {
    const [customer_id, hour] = JSON.parse(group) as [string, number];
    return [...counts].filter(([, units]) => units !== 0).map(([pool, units]) => ({ customer_id, hour, pool, units }));
  });
};
