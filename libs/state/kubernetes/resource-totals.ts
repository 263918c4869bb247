import { bytes, millicores } from '@ml/units/brand';
import type { ResourceAmounts, ResourceTotals } from './resource-amounts';

const NOTHING_ELSE: Readonly<Record<string, number>> = {};
export const NO_TOTALS: ResourceTotals = { cpu: millicores(0), memory: bytes(0), ephemeralStorage: bytes(0), extended: NOTHING_ELSE };

type Joining = (one: number, other: number) => number;

const joined = (one: ResourceTotals, other: ResourceAmounts, joining: Joining): ResourceTotals => ({
  cpu: millicores(joining(one.cpu, other.cpu ?? 0)),
  memory: bytes(joining(one.memory, other.memory ?? 0)),
  ephemeralStorage: bytes(joining(one.ephemeralStorage, other.ephemeralStorage ?? 0)),
  extended: joinedMaps(one.extended, other.extended, joining),
});

const joinedMaps = (one: ResourceTotals['extended'], other: ResourceTotals['extended'], joining: Joining): ResourceTotals['extended'] => {
  const keys = Object.keys(other);
  if (keys.length === 0) return one;
  return { ...one, ...Object.fromEntries(keys.map((key) => [key, joining((Object.hasOwn(one, key) ? one[key] : undefined) ?? 0, other[key] ?? 0)])) };
};

const sum: Joining = (one, other) => one + other;

export const addedTo = (total: ResourceTotals, amounts: ResourceAmounts): ResourceTotals => joined(total, amounts, sum);

/** The larger of each. */
export const atLeast = (total: ResourceTotals, amounts: ResourceAmounts): ResourceTotals => joined(total, amounts, Math.max);
