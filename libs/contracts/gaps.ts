import type { JobLogLine, JobProgress } from './jobs';
import type { TimeSpan } from './price-coverage';
import type { FetchDataType, Page, Paged } from './pricing';
import { question } from './wire';

export interface AnalyzeGap {
  readonly model_id: string;
  /** Days of prices that the model needs behind today. */
  readonly required_lookback_days?: number;
  /** Names and patterns; empty: all. */
  readonly instance_types: readonly string[];
  /** Empty: those of the installation. */
  readonly regions: readonly string[];
}

/** One type of one region, in a gap. */
export interface MissingType {
  readonly region: string;
  readonly instance_type: string;
  readonly missing_days: number;
  readonly missing: readonly TimeSpan[];
  readonly estimated_records: number;
}

export interface GapAnalysis {
  readonly model_id: string;
  /** YYYY-MM-DD. */
  readonly trained_until: string;
  readonly current_date: string;
  /** Days between the two; by the calendar. */
  readonly gap_days: number;
  /** What should be there: from the model's last day, or the lookback when that is longer, to today. */
  readonly required_from: string;
  /** Days of it that AWS no longer keeps; an import may bring them. */
  readonly out_of_reach_days: number;
  readonly required_data_types: readonly FetchDataType[];
  /** Of what is really missing. */
  readonly estimated_records: number;
  readonly estimated_duration_minutes: number;
  /** Pool days, by type and region. */
  readonly coverage: { readonly required: number; readonly complete: number; readonly missing: number; readonly percent_complete: number };
  /** The widest gaps first; 500 at most. */
  readonly missing: readonly MissingType[];
  readonly missing_total: number;
  readonly on_demand_as_of: Readonly<Record<string, string | null>>;
}

export const GAP_PRIORITIES = ['normal', 'high'] as const;
export type GapPriority = (typeof GAP_PRIORITIES)[number];

export const GAP_DATA_TYPES = ['spot_prices', 'on_demand_prices'] as const;
export type GapDataType = (typeof GAP_DATA_TYPES)[number];

export interface FillGap {
  readonly model_id?: string;
  readonly instance_types: readonly string[];
  readonly regions: readonly string[];
  /** YYYY-MM-DD, both included. */
  readonly gap_start_date: string;
  readonly gap_end_date: string;
  readonly data_types?: readonly GapDataType[];
  readonly priority?: GapPriority;
  /** Also what is already covered. */
  readonly refetch?: boolean;
  /** The same id and body again are the same job. */
  readonly request_id?: string;
  readonly requested_by: string;
}

export const GAP_STATUSES = ['pending', 'filling', 'cancelling', 'completed', 'failed', 'cancelled'] as const;
export type GapStatus = (typeof GAP_STATUSES)[number];

export interface GapFilling {
  readonly gap_id: string;
  readonly status: GapStatus;
  readonly estimated_duration_minutes: number;
  readonly records_expected: number;
  readonly chunks: number;
}

export interface GapState extends JobProgress {
  readonly gap_id: string;
  readonly model_id: string | null;
  readonly status: GapStatus;
  readonly priority: GapPriority;
  readonly regions: readonly string[];
  /** As they were asked for; empty: all. */
  readonly instance_types: readonly string[];
  readonly data_types: readonly GapDataType[];
  readonly gap_start_date: string;
  readonly gap_end_date: string;
  readonly gap_days: number;
  /** Rows that were new: `records_inserted` by its other name. */
  readonly records_filled: number;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly error_message: string | null;
  /** The newest lines, oldest first. */
  readonly log: readonly JobLogLine[];
}

export type GapListed = Omit<GapState, 'log'>;

export interface GapQuery extends Page {
  readonly model_id?: string;
  readonly status?: GapStatus;
  /** Created from and until, YYYY-MM-DD, both included. */
  readonly start_date?: string;
  readonly end_date?: string;
}

export const askAnalyzeGap = question<AnalyzeGap, GapAnalysis>('gap-filler', 'analyze', 60_000);
export const askFillGap = question<FillGap, GapFilling>('gap-filler', 'fill', 60_000);
export const askGap = question<{ readonly gap_id: string }, GapState>('gap-filler', 'gap', 5_000);
export const askGaps = question<GapQuery, Paged<GapListed>>('gap-filler', 'gaps', 10_000);
/** A job that has ended stays as it is. */
export const askCancelGap = question<{ readonly gap_id: string }, GapState>('gap-filler', 'cancel-gap', 10_000);
