import type { PriceSnapshotPublished } from './pricing';
import type { RefreshVerdict } from './refresh';
import { question } from './wire';

/** Runs the model's golden rows in a fresh host, and the model on the newest prices of these regions. Changes nothing. */
export interface VerifyModel {
  readonly model_id: string;
  readonly regions: readonly string[];
  /** Names and patterns with `*`: the model is asked about no other types. All of them unless given. */
  readonly instance_types?: readonly string[];
  /** What was just built of these regions: it is not judged on older prices. */
  readonly built?: readonly Pick<PriceSnapshotPublished, 'region' | 'published_at'>[];
}

/** @throws AppError NOT_FOUND; retryable: UNAVAILABLE while what was built has not arrived, BUSY */
export const askVerifyOnData = question<VerifyModel, RefreshVerdict>('models', 'verify-on-data', 110_000);

/** Notes up to which day the prices that the model is given were refreshed; never goes back. */
export interface ModelRefreshed {
  readonly model_id: string;
  readonly refresh_id: string;
  /** RFC 3339. */
  readonly refreshed_at: string;
  /** YYYY-MM-DD: first and last day of the data. */
  readonly data_from: string;
  readonly data_to: string;
  readonly records: number;
}

export const askNoteRefresh = question<ModelRefreshed, { readonly last_refresh_date: string }>('models', 'note-refresh', 10_000);
