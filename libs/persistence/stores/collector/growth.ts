import type { CollectionStats, Growth } from '@ml/contracts/datasets';
import type { Sql } from '../../sql';
import { onlyRow } from './only-row';

export type Totals = Omit<CollectionStats, 'last_collection_at'> & {
  readonly last_collection_at: Date | null;
  readonly now: Date;
  /** Records with an action. */
  readonly acted: number;
  /** Mean of the stored scans of the last 30 days. */
  readonly records_per_scan: number | null;
};

/** Each by its index: no row is read. */
const TOTALS = `SELECT now() AS now,
    (SELECT count(*)::float8 FROM ml_training_data) AS total_ml_records,
    (SELECT count(*)::float8 FROM ml_training_data WHERE created_at >= now() - interval '7 days') AS records_last_7_days,
    (SELECT count(*)::float8 FROM ml_training_data WHERE created_at >= now() - interval '30 days') AS records_last_30_days,
    (SELECT count(*)::float8 FROM ml_training_data WHERE user_action IS NOT NULL) AS acted,
    (SELECT count(*)::float8 FROM user_action_patterns) AS user_actions,
    (SELECT count(*)::float8 FROM cost_trend_data) AS cost_trends,
    (SELECT avg(resources)::float8 FROM collection_scans WHERE status = 'stored' AND accepted_at >= now() - interval '30 days') AS records_per_scan,
    GREATEST((SELECT max(created_at) FROM ml_training_data), (SELECT max(accepted_at) FROM collection_scans)) AS last_collection_at`;

export const readTotals = (sql: Sql): Promise<Totals> => onlyRow<Totals>(sql, TOTALS);

const DAYS = `SELECT to_char(day, 'YYYY-MM-DD') AS date, sum(records)::float8 AS records, sum(scans)::float8 AS scans, sum(actions)::float8 AS actions FROM (
    SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS records, 0 AS scans, 0 AS actions FROM ml_training_data WHERE created_at >= $1 GROUP BY 1
    UNION ALL SELECT (accepted_at AT TIME ZONE 'UTC')::date, 0, count(*), 0 FROM collection_scans WHERE accepted_at >= $1 GROUP BY 1
    UNION ALL SELECT (received_at AT TIME ZONE 'UTC')::date, 0, 0, count(*) FROM collected_events WHERE received_at >= $1 GROUP BY 1
  ) counted GROUP BY day`;

/** Days (UTC) since a moment on which anything came. */
export const readDays = (sql: Sql, since: Date): Promise<readonly Growth['days'][number][]> => sql.query<Growth['days'][number]>(DAYS, [since]);

const REACHED = `SELECT (SELECT created_at FROM ml_training_data ORDER BY created_at OFFSET records - 1 LIMIT 1) AS at FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted(records, place) ORDER BY place`;

/** When the first so many records were there; null: they are not yet. */
export const readReached = async (sql: Sql, records: readonly number[]): Promise<readonly (Date | null)[]> => (await sql.query<{ readonly at: Date | null }>(REACHED, [records])).map(({ at }) => at);

const NULLABLE = `SELECT count(*)::float8 AS columns FROM pg_attribute
  WHERE attrelid = 'ml_training_data'::regclass AND attname IN ('resource_type', 'detection_scenario', 'cost_monthly') AND NOT attnotnull`;

/** Critical columns in which a null could stand at all: what cannot hold one need not be searched for one. */
export const readNullable = async (sql: Sql): Promise<number> => (await sql.query<{ readonly columns: number }>(NULLABLE))[0]?.columns ?? 0;

export interface ScanLoad {
  /** Scans of the last day, by status. */
  readonly accepted: number;
  readonly stored: number;
  readonly failed: number;
  /** Pieces of scans that are not stored yet. */
  readonly pieces: number;
  /** Since the oldest of the scans was accepted that is not stored; 0: there is none. */
  readonly waiting_seconds: number;
}

const LOAD = `SELECT
    count(*) FILTER (WHERE status = 'accepted')::float8 AS accepted,
    count(*) FILTER (WHERE status = 'stored')::float8 AS stored,
    count(*) FILTER (WHERE status = 'failed')::float8 AS failed,
    (SELECT count(*)::float8 FROM scan_pieces) AS pieces,
    coalesce(extract(epoch FROM now() - min(accepted_at) FILTER (WHERE status = 'accepted')), 0)::float8 AS waiting_seconds
  FROM collection_scans WHERE accepted_at >= now() - interval '1 day' OR status = 'accepted'`;

export const readLoad = (sql: Sql): Promise<ScanLoad> => onlyRow<ScanLoad>(sql, LOAD);
