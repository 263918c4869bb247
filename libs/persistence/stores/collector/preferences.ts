import type { KeptPreferences } from '@ml/domain/collection/change-preferences';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';

export interface StoredPreferences {
  readonly kept: KeptPreferences;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface Row {
  readonly ml_data_collection_consent: boolean | null;
  readonly ml_consent_date: Date | null;
  readonly objection: boolean;
  readonly objected_at: Date | null;
  readonly anonymized_industry: string | null;
  readonly anonymized_company_size: string | null;
  readonly data_retention_years: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const READ = `SELECT ml_data_collection_consent, ml_consent_date, objection, objected_at, anonymized_industry, anonymized_company_size, data_retention_years, created_at, updated_at
  FROM user_preferences WHERE user_hash = ANY($1::text[]) OR earlier_hashes && $1::text[] ORDER BY objection DESC, updated_at DESC LIMIT 1`;
const SUPPRESSED = 'SELECT min(since) AS since FROM suppressed_subjects WHERE subject_hash = ANY($1::text[])';
const FORGET = 'DELETE FROM user_preferences WHERE user_hash = ANY($1::text[]) OR earlier_hashes && $1::text[] RETURNING array_append(earlier_hashes, user_hash::text) AS hashes';
const SAVE = `INSERT INTO user_preferences
    (user_hash, key_version, ml_data_collection_consent, ml_consent_date, objection, objected_at, anonymized_industry, anonymized_company_size, data_retention_years, created_at, earlier_hashes)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, now()), $11)
  RETURNING updated_at`;

/** Whoever changed the key since said it under another hash: an objection counts before what was said last. */
export const readPreferences = async (sql: Sql, hashes: readonly string[]): Promise<StoredPreferences | undefined> => {
  const [row] = await sql.query<Row>(READ, [hashes]);
  if (row === undefined) return undefined;
  const { created_at, updated_at, ml_consent_date, objected_at, data_retention_years, ...same } = row;
  const kept = { ...same, ml_consent_date: ml_consent_date?.toISOString() ?? null, objected_at: objected_at?.toISOString() ?? null, data_retention_years: Number(data_retention_years) };
  return { kept, createdAt: created_at, updatedAt: updated_at };
};

/** Since when nothing is kept of somebody who was erased; null: something may be. */
export const suppressedSince = async (sql: Sql, hashes: readonly string[]): Promise<Date | null> => {
  const [row] = await sql.query<{ readonly since: Date | null }>(SUPPRESSED, [hashes]);
  return row?.since ?? null;
};

export interface Saving {
  /** The current one first. */
  readonly hashes: readonly string[];
  readonly keyVersion: number;
  readonly createdAt: Date | null;
}

/** In the place of all that was said before, under the current hash; the others are kept beside it for whoever knows only one of them. The user is held. @returns when it was kept */
export const savePreferences = async (tx: Tx, kept: KeptPreferences, { hashes, keyVersion, createdAt }: Saving): Promise<Date> => {
  const before = await tx.query<{ readonly hashes: readonly string[] }>(FORGET, [hashes]);
  const [current] = hashes;
  const earlier = new Set([...hashes, ...before.flatMap((row) => row.hashes)].filter((hash) => hash !== current));
  const { ml_data_collection_consent: consent, ml_consent_date, objection, objected_at, anonymized_industry, anonymized_company_size, data_retention_years } = kept;
  const said = [consent, ml_consent_date, objection, objected_at, anonymized_industry, anonymized_company_size, String(data_retention_years)];
  const [row] = await tx.query<{ readonly updated_at: Date }>(SAVE, [current, keyVersion, ...said, createdAt, [...earlier]]);
  if (row === undefined) throw new Error('preferences were not written');
  return row.updated_at;
};

/** Of somebody who was erased as objecting, and no longer objects. */
export const liftSuppression = (tx: Tx, hashes: readonly string[]): Promise<number> => tx.execute('DELETE FROM suppressed_subjects WHERE subject_hash = ANY($1::text[])', [hashes]);
