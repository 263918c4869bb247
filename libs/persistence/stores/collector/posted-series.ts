import type { SeriesRow } from '@ml/domain/anonymise/collected-rows';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import { toJsonText } from '../../to-json-text';
import { lockAccounts } from './scans';

/** Where a scan has found a resource last. */
export interface FoundResource {
  readonly account_hash: string;
  readonly resource_hash: string;
  /** Whose scans those are. */
  readonly user_hashes: readonly string[];
}

export interface ResourceKey {
  readonly resource_hashes: readonly string[];
  /** Null: in whatever account. */
  readonly account_hashes: readonly string[] | null;
}

const FIND = `SELECT account_hash, resource_hash, coalesce(
    (SELECT ARRAY[scan.user_hash] FROM collection_scans AS scan WHERE scan.scan_hash = row.scan_id),
    ARRAY(SELECT user_hash FROM collection_subjects AS subject WHERE subject.account_hash = row.account_hash ORDER BY user_hash)
  )::text[] AS user_hashes
  FROM ml_training_data AS row WHERE resource_hash = ANY($1::text[]) AND ($2::text[] IS NULL OR account_hash = ANY($2::text[]))
  ORDER BY detected_at DESC, created_at DESC LIMIT 1`;

export const findResource = async (sql: Sql, { resource_hashes, account_hashes }: ResourceKey): Promise<FoundResource | undefined> => {
  const [found] = await sql.query<FoundResource>(FIND, [resource_hashes, account_hashes]);
  return found;
};

/** By whom something was collected of the account; it has found no resource of that name. */
const FIND_ACCOUNT = `SELECT account_hash, ($1::text[])[1] AS resource_hash, array_agg(user_hash::text ORDER BY user_hash) AS user_hashes FROM collection_subjects
  WHERE account_hash = ANY($2::text[]) GROUP BY account_hash ORDER BY max(last_seen_at) DESC LIMIT 1`;
/** Of an account that something is collected of, a resource that no scan has found. */
export const findAccount = async (sql: Sql, { resource_hashes, account_hashes }: ResourceKey): Promise<FoundResource | undefined> => {
  const [found] = await sql.query<FoundResource>(FIND_ACCOUNT, [resource_hashes, account_hashes]);
  return found;
};

/** The same hours of it while nobody knew the account, or under the key of before. */
const FORGET = `DELETE FROM cloudwatch_metrics_history
  WHERE resource_hash = ANY($1::text[]) AND (account_hash IS NULL OR account_hash = ANY($2::text[])) AND metric_name = $3 AND aggregation_period = $4 AND start_date = $5
    AND (account_hash, resource_hash) IS DISTINCT FROM ($6, $7)`;
const KEEP = `INSERT INTO cloudwatch_metrics_history AS kept (account_hash, resource_hash, scan_id, resource_type, provider, metric_name, metric_values, aggregation_period, start_date, end_date, user_hash)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT ON CONSTRAINT uq_cw_metrics_series DO UPDATE SET scan_id = excluded.scan_id, resource_type = excluded.resource_type, provider = excluded.provider,
    metric_values = excluded.metric_values, end_date = excluded.end_date, collected_at = excluded.collected_at, user_hash = coalesce(excluded.user_hash, kept.user_hash)
  WHERE (kept.scan_id IS NULL OR excluded.end_date >= kept.end_date) AND (kept.scan_id, kept.resource_type, kept.provider, kept.metric_values, kept.end_date, kept.user_hash)
    IS DISTINCT FROM (excluded.scan_id, excluded.resource_type, excluded.provider, excluded.metric_values, excluded.end_date, coalesce(excluded.user_hash, kept.user_hash))`;

/** What somebody posted. */
export interface PostedRow extends SeriesRow {
  /** Who sent it, while it has no account: nobody else could tell whose it is. */
  readonly user_hash: string | null;
}

/** In the place of the series that began at the same hour, unless that is a scan's and reaches further. False: it was kept exactly so before, or so much more of it. */
export const keepSeries = async (tx: Tx, row: PostedRow, aliases: ResourceKey): Promise<boolean> => {
  const { account_hash, resource_hash, metric_name, aggregation_period, start_date } = row;
  if (account_hash !== null) await tx.execute(FORGET, [aliases.resource_hashes, aliases.account_hashes ?? [account_hash], metric_name, aggregation_period, start_date, account_hash, resource_hash]);
  const { scan_id, resource_type, provider, metric_values, end_date, user_hash } = row;
  const written = await tx.execute(KEEP, [account_hash, resource_hash, scan_id, resource_type, provider, metric_name, toJsonText(metric_values), aggregation_period, start_date, end_date, user_hash]);
  return written === 1;
};

/** Series that wait, and the account of the scan that found their resource last. */
const OWNED = `owned AS MATERIALIZED (
    SELECT DISTINCT ON (series.id) series.id, row.account_hash, series.resource_hash, metric_name, aggregation_period, start_date, end_date, collected_at
    FROM cloudwatch_metrics_history AS series JOIN ml_training_data AS row USING (resource_hash)
    WHERE series.account_hash IS NULL ORDER BY series.id, row.detected_at DESC, row.created_at DESC
  ), twins AS MATERIALIZED (
    SELECT owned.id AS waiting, kept.id AS kept, CASE WHEN kept.scan_id IS NULL THEN kept.collected_at >= owned.collected_at ELSE kept.end_date > owned.end_date END AS stays
    FROM owned JOIN cloudwatch_metrics_history AS kept USING (account_hash, resource_hash, metric_name, aggregation_period, start_date)
  )`;
const ACCOUNTS = `WITH ${OWNED} SELECT DISTINCT account_hash FROM owned`;
const DROP = `WITH ${OWNED} DELETE FROM cloudwatch_metrics_history AS series USING twins JOIN owned ON owned.id = waiting
  WHERE series.id = CASE WHEN stays THEN waiting ELSE kept END AND owned.account_hash = ANY($1::text[])`;
const LINK = `WITH ${OWNED} UPDATE cloudwatch_metrics_history AS series SET account_hash = owned.account_hash, user_hash = NULL FROM owned
  WHERE series.id = owned.id AND owned.id NOT IN (SELECT waiting FROM twins) AND owned.account_hash = ANY($1::text[])`;

/**
 * Series that came before the scan of their resource, or beside it, are given its account. Of two for the same hours the newer stays, of a scan's only one that reaches further. Whoever is being erased is gone by then,
 * and so is the scan that found their resource. Answers how many were.
 */
export const linkWaitingSeries = async (tx: Tx): Promise<number> => {
  const accounts = (await tx.query<{ readonly account_hash: string }>(ACCOUNTS)).map(({ account_hash }) => account_hash);
  await lockAccounts(tx, accounts);
  await tx.execute(DROP, [accounts]);
  return tx.execute(LINK, [accounts]);
};

const FORGET_WAITING = `DELETE FROM cloudwatch_metrics_history WHERE account_hash IS NULL AND collected_at < $1`;

/** Nobody can tell whose they are. Answers how many went. */
export const forgetWaitingSeries = (sql: Sql, before: Date): Promise<number> => sql.execute(FORGET_WAITING, [before]);
