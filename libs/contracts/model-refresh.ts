import type { RefreshVerdict } from './refresh';
import { question } from './wire';

/** Runs the model's golden rows in a fresh host, and the model on the newest prices of these regions. Changes nothing. */
export interface VerifyModel {
  readonly model_id: string;
  readonly regions: readonly string[];
}

/** @throws AppError NOT_FOUND */
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
