import { AppError } from '@ml/contracts/app-error';
import type { Sql } from '../../sql';

export interface Consent {
  readonly user_hash: string;
  readonly consent: boolean | null;
  readonly objection: boolean;
}

/** Users, as far as a transaction needs them to stay as they are. */
const KEYS = `SELECT DISTINCT hashtextextended('collected user:' || user_hash, 0) AS key FROM unnest($1::text[]) AS named (user_hash) ORDER BY key`;
/** Whoever collects waits for a change of preferences, and not for an erasure: with its connection it would keep everybody's data waiting. */
const SHARE_MS = 250;
const SHARE = `WITH brief AS MATERIALIZED (SELECT set_config('lock_timeout', '${String(SHARE_MS)}', true)), held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(key) FROM brief, (${KEYS}) AS keys)
  SELECT set_config('lock_timeout', '0', true) FROM (SELECT count(*) FROM held) AS all_of_them`;
const LOCK_NOT_AVAILABLE = '55P03';
const HOLD = `SELECT pg_advisory_xact_lock(key) FROM (${KEYS}) AS keys`;

const SAID = 'SELECT user_hash, ml_data_collection_consent AS consent, objection FROM user_preferences WHERE user_hash = ANY($1::text[]) OR earlier_hashes && $1::text[] ORDER BY objection DESC, updated_at DESC LIMIT 1';
const SUPPRESSED = 'SELECT 1 FROM suppressed_subjects WHERE subject_hash = ANY($1::text[])';

/** Until the transaction ends nobody of these is erased, and nobody changes what they want. @throws AppError UNAVAILABLE while somebody does */
export const shareUser = async (sql: Sql, hashes: readonly string[]): Promise<void> => {
  try {
    await sql.query(SHARE, [hashes]);
  } catch (error) {
    throw isHeld(error) ? new AppError('UNAVAILABLE', 'the user is being erased, or changes what may be collected; send it again when that is done', { cause: error }) : error;
  }
};

const isHeld = (error: unknown): boolean => error instanceof AppError && error.cause instanceof Error && 'code' in error.cause && error.cause.code === LOCK_NOT_AVAILABLE;

/** Until the transaction ends nothing of these is collected: who collects waits, and then sees what became of them. */
export const holdUser = async (sql: Sql, hashes: readonly string[]): Promise<void> => {
  await sql.query(HOLD, [hashes]);
};

/** What the user said last, an objection before all else, also under a later key than these hashes were made with; undefined: nothing. */
export const readConsent = async (sql: Sql, hashes: readonly string[]): Promise<Consent | undefined> => {
  const [found] = await sql.query<Consent>(SAID, [hashes]);
  return found;
};

/** Whether the user was erased and wants nothing kept in future either. */
export const isSuppressed = async (sql: Sql, hashes: readonly string[]): Promise<boolean> => (await sql.query(SUPPRESSED, [hashes])).length > 0;

/** What was said under an older key is found under the current one from now on, also by who knows that hash only; and still by who knows the older one. */
export const adoptPreferences = async (sql: Sql, from: string, to: { readonly hash: string; readonly keyVersion: number }): Promise<void> => {
  await sql.execute(`UPDATE user_preferences SET user_hash = $2, key_version = $3, earlier_hashes = array_append(array_remove(earlier_hashes, $2::text), $1::text)
    WHERE user_hash = $1::text AND NOT EXISTS (SELECT FROM user_preferences WHERE user_hash = $2::text)`, [from, to.hash, to.keyVersion]);
};
