import type { ModelRef, ModelType } from './model-metadata';
import type { Reason } from './decision';
import type { Product } from './pricing';
import { latestFact, question } from './wire';

/** What models expect of one pool. */
export interface PoolOutlook {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product: Product;
  /** USD an hour in `horizon_hours`, low, middle, high; null while no price model is active or the pool's history is too short. */
  readonly price: { readonly p10: number; readonly p50: number; readonly p90: number } | null;
  /** Share of such nodes that are interrupted within a month; null while no model is active. */
  readonly interruption_probability: number | null;
}

/** What the active models expect of every pool of one region: immutable, named by its own hash. */
export interface ForecastSnapshot {
  readonly schema: 1;
  readonly region: string;
  /** Of the prices it was made from. */
  readonly as_of: string;
  readonly price_snapshot: string;
  readonly horizon_hours: number;
  readonly models: { readonly price: ModelRef | null; readonly interruption: ModelRef | null };
  /** Why a model said nothing. */
  readonly fallbacks: readonly Reason[];
  readonly pools: readonly PoolOutlook[];
}

/** Published whenever the forecast of a region changes; key = region. `forecast_id` null: no model is active any more. */
export interface ForecastPublished {
  readonly region: string;
  readonly forecast_id: string | null;
  readonly price_snapshot: string;
  /** Ids of the models that said something: whoever serves the same need not ask them again. */
  readonly models?: { readonly price: string | null; readonly interruption: string | null };
  readonly as_of: string;
  readonly published_at: string;
}

export const forecastPublished = latestFact<ForecastPublished>('models', 'forecast');

/** Asks one model for many rows of numbers at once: attached, row by row, little-endian 32-bit floats. The answer is attached the same way, in 64 bits. */
export interface RunAsk {
  readonly model_id: string;
  readonly model_type: ModelType;
  readonly rows: number;
  /** Names of the columns that are sent, in order: refused unless they are the model's. */
  readonly features: readonly string[];
}

export interface RunReply {
  readonly model: ModelRef;
  readonly rows: number;
  readonly columns: readonly string[];
}

export const askRun = question<RunAsk, RunReply>('models', 'run', 5_000);
