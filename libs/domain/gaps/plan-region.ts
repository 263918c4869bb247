import type { FetchBasis } from '@ml/contracts/price-coverage';
import type { FetchDataType } from '@ml/contracts/pricing';
import { DAY_MS } from '@ml/units/time';
import type { Expectations } from './estimate-changes';
import type { Window } from './missing-days';
import { planSpot, type TypeNeed } from './plan-spot';

export interface RegionAsk extends Window {
  readonly data_type: FetchDataType;
  readonly basis: FetchBasis;
  /** How many types there are at all. */
  readonly known_types: number;
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

/** Linux and Windows: what is fetched unless an installation wants others. */
const SYSTEMS = 2;
/** A list that is younger is what the source would say again. */
const LIST_AGE_MS = DAY_MS;

/**
 * The chunks of one kind of data of one region. On-demand prices are fetched whole, whatever types are named: the source tells the whole list anyway,
 * and a list of some types alone would be taken for the newest one of the region.
 */
export const planRegion = (ask: RegionAsk): readonly RegionChunk[] => {
  if (ask.data_type === 'spot_prices') return planSpot({ ...ask, types: needsOf(ask), whole: ask.instance_types === null });
  const types = ask.basis.types.length;
  if (types === 0 && ask.instance_types !== null) return [];
  if (ask.data_type !== 'on_demand_prices') return [listChunk(ask.instance_types ?? [], types)];
  return [listChunk([], SYSTEMS * (ask.instance_types === null ? types : ask.known_types))];
};

const listChunk = (instance_types: readonly string[], expected_records: number): RegionChunk => ({ instance_types, start_at: null, end_at: null, expected_records });

/** Whether the on-demand prices of a region are to be asked for again. */
export const isListStale = (basis: FetchBasis, now: Date): boolean => basis.on_demand_as_of === null || Date.parse(basis.on_demand_as_of) < now.getTime() - LIST_AGE_MS;

const needsOf = ({ basis, expectations, anewFrom, until }: RegionAsk): readonly TypeNeed[] =>
  basis.types.map((type) => ({
    instance_type: type.instance_type,
    ...expectations(basis.region, type),
    missing: anewFrom < until ? [...type.missing.filter((span) => Date.parse(span.from) < anewFrom.getTime()), { from: anewFrom.toISOString(), until: until.toISOString() }] : type.missing,
  }));
