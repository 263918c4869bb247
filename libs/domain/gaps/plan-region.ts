import type { FetchBasis } from '@ml/contracts/price-coverage';
import type { FetchDataType } from '@ml/contracts/pricing';
import { DAY_MS } from '@ml/units/time';
import type { Expectations } from './estimate-changes';
import type { Window } from './missing-days';
import { planSpot, type TypeNeed } from './plan-spot';

export interface RegionAsk extends Window {
  readonly data_type: FetchDataType;
  readonly basis: FetchBasis;
  /** Sorted; null: all types. */
  readonly instance_types: readonly string[] | null;
  readonly expectations: Expectations;
  /** From here on everything is fetched, also what is covered; the window's beginning: all of it, its end: nothing. */
  readonly anewFrom: Date;
}

/** A piece of an order. The times are null for a list, which has no past. */
export interface RegionChunk {
  readonly instance_types: readonly string[];
  readonly start_at: string | null;
  readonly end_at: string | null;
  readonly expected_records: number;
}

/** Operating systems with a price: Linux, RHEL, SUSE and Windows. */
const SYSTEMS = 4;
/** A list that is younger is what the source would say again. */
const LIST_AGE_MS = DAY_MS;

/** The chunks of one kind of data of one region. */
export const planRegion = (ask: RegionAsk): readonly RegionChunk[] => {
  if (ask.data_type === 'spot_prices') return planSpot({ ...ask, types: needsOf(ask), whole: ask.instance_types === null });
  const types = ask.basis.types.length;
  if (types === 0 && ask.instance_types !== null) return [];
  const rows = ask.data_type === 'on_demand_prices' ? types * SYSTEMS : types;
  return [{ instance_types: ask.instance_types ?? [], start_at: null, end_at: null, expected_records: rows }];
};

/** Whether the on-demand prices of a region are to be asked for again. */
export const isListStale = (basis: FetchBasis, now: Date): boolean => basis.on_demand_as_of === null || Date.parse(basis.on_demand_as_of) < now.getTime() - LIST_AGE_MS;

const needsOf = ({ basis, expectations, anewFrom, until }: RegionAsk): readonly TypeNeed[] =>
  basis.types.map((type) => ({
    instance_type: type.instance_type,
    ...expectations(basis.region, type),
    missing: anewFrom < until ? [...type.missing.filter((span) => Date.parse(span.from) < anewFrom.getTime()), { from: anewFrom.toISOString(), until: until.toISOString() }] : type.missing,
  }));
