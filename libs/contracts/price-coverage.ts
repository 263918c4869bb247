import type { Page, Paged, PoolHistory } from './pricing';
import { question } from './wire';

/** What a day of a pool is known of: `complete` the price at every instant, `partial` at some, `missing` at none. */
export const COVERAGE_STATES = ['complete', 'partial', 'missing'] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

export interface CoverageQuery extends Page {
  readonly region: string;
  readonly instance_type?: string;
  readonly availability_zone?: string;
  readonly product?: string;
  readonly state?: CoverageState;
  /** YYYY-MM-DD, both included; 15 days until today unless given, 90 at most. */
  readonly start_date?: string;
  readonly end_date?: string;
}

/** One pool on one UTC day. */
export interface CoverageRow {
  readonly region: string;
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product_description: string;
  readonly date: string;
  /** Changes reported on that day; none is no gap: the price before holds. */
  readonly changes: number;
  /** Hours of the day about which a source was asked and has said everything; 24 when nothing is missing, fewer for a day that is not over. */
  readonly known_hours: number;
  readonly state: CoverageState;
}

export const askCoverage = question<CoverageQuery, Paged<CoverageRow>>('pricing', 'coverage', 10_000);

/** Which types and regions somebody means. */
export interface FetchScopeAsk {
  /** Names and patterns with `*`, as in `m5.*`; empty: all types. */
  readonly instance_types: readonly string[];
  /** Empty: those of the installation. */
  readonly regions: readonly string[];
}

export interface FetchScope {
  readonly regions: readonly string[];
  /** Sorted; null: all types were meant. */
  readonly instance_types: readonly string[] | null;
  /** How many types are known at all. */
  readonly known_types: number;
}

/** @throws AppError UNKNOWN_REGION, UNKNOWN_INSTANCE_TYPE with the path of the name, or of the pattern that matches nothing */
export const askFetchScope = question<FetchScopeAsk, FetchScope>('pricing', 'fetch-scope', 10_000);

/** RFC 3339, the end is exclusive. */
export interface TimeSpan {
  readonly from: string;
  readonly until: string;
}

/** A span of no length, as of a day that has just begun, misses nothing. */
export interface FetchBasisAsk extends TimeSpan {
  readonly region: string;
  /** null: all types. */
  readonly instance_types: readonly string[] | null;
}

/** What is known of the prices of one type in a region: enough to plan a fetch and to say how long it will take. */
export interface TypeBasis {
  readonly instance_type: string;
  /** Pools (zone x product that the type runs) that are offered or have had a price. */
  readonly pools: number;
  /** Changes a day of all its pools together, over their newest days with data; null: none were seen. */
  readonly changes_per_day: number | null;
  /** Parts of the asked span about which no source has said everything, ascending, disjoint. */
  readonly missing: readonly TimeSpan[];
}

export interface FetchBasis {
  readonly region: string;
  /** Sorted by type. */
  readonly types: readonly TypeBasis[];
  /** Newest on-demand price list of the region, RFC 3339; null: never fetched. */
  readonly on_demand_as_of: string | null;
}

export const askFetchBasis = question<FetchBasisAsk, FetchBasis>('pricing', 'fetch-basis', 20_000);

export const LONGEST_HORIZON_HOURS = 720;

/** Features of every pool of a region as they were at an earlier hour, and the price that came of them. */
export interface PastPricesAsk {
  readonly region: string;
  /** Hours between the features and the price: whole ones, 1 to `LONGEST_HORIZON_HOURS`. */
  readonly horizon_hours: number;
  /** Names and patterns with `*`; all types unless given. */
  readonly instance_types?: readonly string[];
}

export interface PastPrices {
  readonly region: string;
  /** The hour of the features; null: the region has no prices that far back. */
  readonly as_of: string | null;
  /** Blob, zstd: `PastPriceTable`. */
  readonly table_id: string | null;
  readonly pools: number;
}

/** Columns of `PriceHistorySnapshot`, at `as_of`, beside what was then in force and what came. */
export interface PastPriceTable {
  readonly schema: 1;
  readonly region: string;
  readonly as_of: string;
  readonly horizon_hours: number;
  readonly columns: readonly string[];
  /** Of the pools that had been watched for a day; a sample where there are many. */
  readonly pools: readonly (PoolHistory & {
    /** USD an hour, in force at `as_of`. */
    readonly price: number;
    /** USD an hour, in force `horizon_hours` later. */
    readonly later: number;
  })[];
}

export const askPastPrices = question<PastPricesAsk, PastPrices>('pricing', 'past-prices', 60_000);
