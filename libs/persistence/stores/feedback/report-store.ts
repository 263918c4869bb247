import type { InterruptionReport } from '@ml/contracts/interruptions';
import type { Database } from '../../database';
import type { Sql } from '../../sql';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';

/** What is kept of a report with a key, as far as it tells others with that key apart. */
export interface KnownReport {
  readonly customer_id: string;
  readonly dedupe_key: string;
  readonly body_hash: string;
  readonly received_at: Date;
}

const COLUMNS = [
  ['interruption_id', 'uuid'],
  ['customer_id', 'text'],
  ['cluster_id', 'text'],
  ['instance_type', 'text'],
  ['availability_zone', 'text'],
  ['region', 'text'],
  ['workload_type', 'text'],
  ['day_of_week', 'smallint'],
  ['hour_of_day', 'smallint'],
  ['was_predicted', 'boolean'],
  ['risk_score_at_deployment', 'numeric'],
  ['total_recovery_seconds', 'integer'],
  ['customer_impact', 'text'],
  ['interruption_timestamp', 'timestamptz'],
  ['nodes', 'integer'],
  ['event_id', 'text'],
  ['dedupe_key', 'text'],
  ['body_hash', 'text'],
  ['received_at', 'timestamptz'],
] as const satisfies readonly (readonly [keyof InterruptionReport, string])[];

const NAMES = COLUMNS.map(([name]) => name).join(', ');

/** In the order of their keys, so that two who write the same ones never wait for each other in a circle. */
const INSERT = {
  name: 'report-insert',
  text: `INSERT INTO interruption_feedback (${NAMES})
    SELECT ${NAMES} FROM unnest(${COLUMNS.map(([, type], index) => `$${String(index + 1)}::${type}[]`).join(', ')}) AS given (${NAMES})
    ORDER BY customer_id, dedupe_key, received_at
    ON CONFLICT DO NOTHING
    RETURNING interruption_id, received_at`,
};

const FIND = {
  name: 'report-find',
  text: `SELECT customer_id, dedupe_key, body_hash, received_at
    FROM unnest($1::text[], $2::text[]) AS asked (customer_id, dedupe_key) JOIN interruption_feedback USING (customer_id, dedupe_key)`,
};

const REFUSE = {
  name: 'report-refuse',
  text: `INSERT INTO refused_reports (report_id, customer_id, code, body, received_at)
    SELECT report_id, customer_id, 'EVENT_ID_REUSED', body::jsonb, received_at
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS given (report_id, customer_id, body, received_at)
    ORDER BY report_id
    ON CONFLICT (report_id) DO NOTHING`,
};

/** Ids of those that were not there; of several with one key the first that was received is written. @throws AppError UNAVAILABLE, BAD_FIELD */
export const insertReports = async (tx: Tx, reports: readonly InterruptionReport[]): Promise<ReadonlySet<string>> => {
  const columns = COLUMNS.map(([name]) => reports.map((report) => report[name]));
  const rows = await tx.query<{ readonly interruption_id: string }>(INSERT, columns);
  return new Set(rows.map(({ interruption_id }) => interruption_id));
};

/** What is kept under the keys of these reports. */
export const findReports = (tx: Tx, reports: readonly InterruptionReport[]): Promise<readonly KnownReport[]> =>
  tx.query<KnownReport>(FIND, [reports.map(({ customer_id }) => customer_id), reports.map(({ dedupe_key }) => dedupe_key)]);

/** Keeps what was accepted and cannot be counted, since its event id belongs to another report. */
export const keepRefused = async (tx: Tx, reports: readonly InterruptionReport[]): Promise<void> => {
  if (reports.length === 0) return;
  await tx.execute(REFUSE, [reports.map(({ interruption_id }) => interruption_id), reports.map(({ customer_id }) => customer_id), reports.map(toJsonText), reports.map(({ received_at }) => received_at)]);
};

/** Rows at once: what is deleted is locked until its statement ends. */
const CHUNK = 10_000;

const EXPIRED = {
  reports: `DELETE FROM interruption_feedback WHERE interruption_id IN
    (SELECT interruption_id FROM interruption_feedback WHERE interruption_timestamp < $1::timestamptz - $2 * interval '1 day' LIMIT ${String(CHUNK)})`,
  refused: `DELETE FROM refused_reports WHERE report_id IN (SELECT report_id FROM refused_reports WHERE received_at < $1::timestamptz - $2 * interval '1 day' LIMIT ${String(CHUNK)})`,
} as const;

export interface Kept {
  readonly now: Date;
  readonly reportDays: number;
  readonly refusedDays: number;
}

/** How many have gone. */
export const deleteExpiredReports = async (database: Database, { now, reportDays, refusedDays }: Kept): Promise<{ readonly reports: number; readonly refused: number }> => ({
  reports: await inChunks(database, EXPIRED.reports, [now, reportDays]),
  refused: await inChunks(database, EXPIRED.refused, [now, refusedDays]),
});

const inChunks = async (sql: Sql, statement: string, params: readonly unknown[]): Promise<number> => {
  for (let gone = 0; ; ) {
    const rows = await sql.execute(statement, params);
    gone += rows;
    if (rows < CHUNK) return gone;
  }
};
