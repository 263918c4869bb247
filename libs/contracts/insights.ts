import type { CollectedProvider, CollectionFault } from './collection';
import type { Reason } from './decision';
import { confidential, question } from './wire';

/** One month of what an account costs. */
export interface MonthlyAmount {
  /** `2026-01` */
  readonly month: string;
  /** USD; may be negative, credits are. */
  readonly amount: number;
}

export const FORECAST_METHODS = ['naive', 'seasonal_naive', 'smoothing', 'damped_trend', 'theta', 'ets', 'mstl', 'prophet', 'mean_of_several'] as const;
export type ForecastMethod = (typeof FORECAST_METHODS)[number];

export interface CostForecast {
  readonly method: ForecastMethod;
  readonly points: readonly (MonthlyAmount & { readonly lower: number; readonly upper: number })[];
  /** Of the interval. */
  readonly level: number;
  /** By rolling origins; null when the series is too short for one. `mape` null when a month cost nothing. */
  readonly backtest: { readonly mape: number | null; readonly smape: number | null; readonly beats_naive: boolean; readonly origins: number } | null;
  readonly months: number;
  /** SHORT_SERIES, GAPS_FILLED, ... */
  readonly warnings: readonly Reason[];
}

export interface ForecastSeries {
  readonly series: readonly MonthlyAmount[];
  /** Months, 1 to 12. */
  readonly horizon: number;
}

/** What comes after the series. @throws TOO_SHORT below three months */
export const askForecastSeries = question<ForecastSeries, CostForecast>('insight', 'forecast-series', 30_000);

/** Account ids travel in memory only, as in collection.ts. */
export interface ForecastAccount {
  readonly account_id: string;
  readonly provider?: string;
  readonly horizon: number;
}

/** @throws NOT_FOUND, TOO_SHORT */
export const askForecastAccount = confidential<ForecastAccount, CostForecast>('insight', 'forecast-account', 30_000);

export interface SeriesToScore {
  /** RFC 3339, ascending. */
  readonly timestamps: readonly string[];
  /** Null: no sample. */
  readonly values: readonly (number | null)[];
}

export interface AnomalyScores {
  /** 0 to 100, one for each value; null where there is no sample or too little before it. */
  readonly scores: readonly (number | null)[];
  readonly windows: readonly { readonly start: string; readonly end: string; readonly score: number }[];
  /** From which score on a window is named. */
  readonly threshold: number;
  readonly method: string;
  readonly warnings: readonly Reason[];
}

/** @throws TOO_SHORT */
export const askScoreSeries = question<SeriesToScore, AnomalyScores>('insight', 'score-series', 30_000);

/** A collected series by the resource it is of; ids in memory only. */
export interface CollectedSeriesKey {
  readonly resource_id: string;
  readonly metric_name: string;
}

/** @throws NOT_FOUND, TOO_SHORT */
export const askScoreCollected = confidential<CollectedSeriesKey, AnomalyScores>('insight', 'score-collected', 30_000);

/** Some of the posted resources, as in a scan; attached as a JSON list, in memory only. */
export interface WasteAsk {
  readonly provider: CollectedProvider;
  /** RFC 3339. */
  readonly observed_at: string;
  /** Place of the first of them among all that were posted. */
  readonly first: number;
}

export interface WasteAnswer {
  /** In the order in which they came. */
  readonly resources: readonly JudgedResource[];
  readonly model: WasteModel | null;
  /** Answered by the rule that needs no model, and why: NO_MODEL, MODEL_FAILED. */
  readonly fallback: Reason | null;
  readonly threshold: number;
  /** What of the resources was not understood, by its place; the first of them. */
  readonly faults: readonly CollectionFault[];
  readonly fault_count: number;
  readonly warnings: readonly Reason[];
}

export interface WasteModel {
  readonly id: string;
  readonly version: string;
}

export interface JudgedResource {
  /** As it was posted; null when it has none. */
  readonly resource_id: string | null;
  /** Null when the resource cannot be read; `reason` says why. */
  readonly waste_probability: number | null;
  /** From the threshold on. */
  readonly flagged: boolean;
  readonly reason: Reason | null;
}

export const askWaste = confidential<WasteAsk, WasteAnswer>('insight', 'waste', 30_000);

/** The newest training rows of one account, judged. */
export interface WasteOfAccount {
  readonly account_id: string;
  readonly limit: number;
  readonly offset: number;
}

/** A resource of a collected account: by its hash, nobody knows its name any more. */
export interface CollectedWaste {
  readonly resources: readonly {
    readonly resource_hash: string;
    readonly resource_type: string;
    readonly detection_scenario: string;
    readonly cost_monthly: number;
    readonly waste_probability: number;
    readonly flagged: boolean;
  }[];
  readonly total: number;
  readonly model: WasteModel | null;
  readonly fallback: Reason | null;
  readonly threshold: number;
  readonly warnings: readonly Reason[];
}

/** @throws NOT_FOUND */
export const askWasteOfAccount = confidential<WasteOfAccount, CollectedWaste>('insight', 'waste-of-account', 30_000);

/* What insight asks the collector for. */

export interface AccountKey {
  readonly account_id: string;
  readonly provider?: string;
}

/** @throws NOT_FOUND */
export const askCostHistory = confidential<AccountKey, { readonly series: readonly MonthlyAmount[] }>('collector', 'cost-history', 10_000);
/** The samples of all that is kept of it, in order. @throws NOT_FOUND */
export const askCollectedSeries = confidential<CollectedSeriesKey, SeriesToScore>('collector', 'collected-series', 10_000);
/** @throws NOT_FOUND */
export const askCollectedRows = confidential<WasteOfAccount, { readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly total: number }>('collector', 'collected-rows', 10_000);
