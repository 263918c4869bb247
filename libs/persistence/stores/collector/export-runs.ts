import { exportToMake, exportTold, type DatasetQuality, type ExportTold } from '@ml/contracts/datasets';
import type { Reason } from '@ml/contracts/decision';
import { enqueue, enqueueAll } from '../../outbox';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import { EXPORT_COLUMNS, exportMessageId, type ExportRow, type StoredFile } from './export-row';
import { whileBeginning } from './withdraw-exports';

/** Whoever makes an export. */
export interface ExportRun {
  readonly export_id: string;
  /** Nobody else's. */
  readonly run_id: string;
}

export interface ExportResult {
  readonly files: readonly StoredFile[];
  readonly quality: readonly DatasetQuality[];
  readonly manifest_blob: string;
  readonly rows: number;
}

export interface StaleAfter {
  readonly runningSeconds: number;
  readonly queuedSeconds: number;
  /** Begun so often and never finished, and nobody says why: it fails. */
  readonly attempts: number;
  /** As often while it is known why: what is away comes back. */
  readonly explainedAttempts: number;
}

/** undefined: somebody else makes it, or there is nothing to make. What is read once it is committed has nothing of whoever is being erased. */
export const claimExport = async (tx: Tx, { export_id, run_id }: ExportRun): Promise<ExportRow | undefined> => {
  await whileBeginning(tx);
  const [row] = await tx.query<ExportRow>(
    `UPDATE dataset_exports SET status = 'running', run_id = $2, heartbeat_at = now(), attempts = attempts + 1, rows_done = 0
     WHERE export_id = $1 AND status = 'queued' AND expires_at > now() RETURNING ${EXPORT_COLUMNS}`,
    [export_id, run_id],
  );
  return row;
};

/** False: it was withdrawn, or somebody else has taken it over. */
export const beatExport = async (sql: Sql, { export_id, run_id }: ExportRun, progress: { readonly rows_done: number; readonly rows_total: number }): Promise<boolean> =>
  (await sql.execute(`UPDATE dataset_exports SET heartbeat_at = now(), rows_done = $3, rows_total = $4 WHERE export_id = $1 AND run_id = $2 AND status = 'running'`, [
    export_id,
    run_id,
    progress.rows_done,
    progress.rows_total,
  ])) === 1;

const EVENT_ID = (row: ExportRow): string => `export-told:${row.export_id}:${String(row.generation)}:${row.status}`;

/** Whether it is still this run that makes it. */
export const holdsExport = async (sql: Sql, { export_id, run_id }: ExportRun): Promise<boolean> =>
  (await sql.query(`SELECT FROM dataset_exports WHERE export_id = $1 AND run_id = $2 AND status = 'running'`, [export_id, run_id])).length > 0;

/** Why it could not be made this time; it is taken over when its run has given no sign of life for long enough. */
export const noteTrouble = async (sql: Sql, { export_id, run_id }: ExportRun, error: Reason): Promise<void> => {
  await sql.execute(`UPDATE dataset_exports SET error = $3 WHERE export_id = $1 AND run_id = $2 AND status = 'running'`, [export_id, run_id, JSON.stringify(error)]);
};

/** Completes it and tells so. undefined: whoever made it has lost it, and its files must not stay. */
export const completeExport = async (tx: Tx, { export_id, run_id }: ExportRun, { told, ...result }: ExportResult & { readonly told: (row: ExportRow) => ExportTold }): Promise<ExportRow | undefined> => {
  const [row] = await tx.query<ExportRow>(
    `UPDATE dataset_exports SET status = 'completed', run_id = NULL, heartbeat_at = NULL, files = $3, quality = $4, manifest_blob = $5, rows_done = $6, rows_total = $6, error = NULL, completed_at = now()
     WHERE export_id = $1 AND run_id = $2 AND status = 'running' RETURNING ${EXPORT_COLUMNS}`,
    [export_id, run_id, JSON.stringify(result.files), JSON.stringify(result.quality), result.manifest_blob, result.rows],
  );
  if (row !== undefined) await enqueue(tx, exportTold, { id: EVENT_ID(row), body: told(row) });
  return row;
};

/** It cannot be made; tells so. */
export const failExport = async (tx: Tx, { export_id, run_id }: ExportRun, { error, told }: { readonly error: Reason; readonly told: (row: ExportRow) => ExportTold }): Promise<ExportRow | undefined> => {
  const [row] = await tx.query<ExportRow>(
    `UPDATE dataset_exports SET status = 'failed', run_id = NULL, heartbeat_at = NULL, error = $3, completed_at = now() WHERE export_id = $1 AND run_id = $2 AND status = 'running' RETURNING ${EXPORT_COLUMNS}`,
    [export_id, run_id, JSON.stringify(error)],
  );
  if (row !== undefined) await enqueue(tx, exportTold, { id: EVENT_ID(row), body: told(row) });
  return row;
};

/** Gives it back to whoever comes next: that its maker was stopped says nothing against it. */
export const requeueExport = async (tx: Tx, { export_id, run_id }: ExportRun): Promise<void> => {
  const rows = await tx.query<ExportRow>(
    `UPDATE dataset_exports SET status = 'queued', run_id = NULL, heartbeat_at = now(), generation = generation + 1, attempts = greatest(attempts - 1, 0) WHERE export_id = $1 AND run_id = $2 AND status = 'running' RETURNING ${EXPORT_COLUMNS}`,
    [export_id, run_id],
  );
  await tell(tx, rows);
};

const STALE = `SELECT export_id, attempts >= CASE WHEN error IS NULL THEN $3::integer ELSE $4::integer END AS spent FROM dataset_exports
  WHERE (status = 'running' AND heartbeat_at < now() - make_interval(secs => $1)) OR (status = 'queued' AND heartbeat_at < now() - make_interval(secs => $2))
  ORDER BY export_id FOR UPDATE SKIP LOCKED`;

/** Queues anew what nobody makes any more, whoever died; what was begun too often fails, for the last reason that is known. @returns those that failed */
export const takeOverExports = async (tx: Tx, after: StaleAfter, failure: { readonly error: Reason; readonly told: (row: ExportRow) => ExportTold }): Promise<number> => {
  const stale = await tx.query<{ export_id: string; spent: boolean }>(STALE, [after.runningSeconds, after.queuedSeconds, after.attempts, after.explainedAttempts]);
  const [failing, more] = [stale.filter(({ spent }) => spent), stale.filter(({ spent }) => !spent)];
  const queued = await tx.query<ExportRow>(
    `UPDATE dataset_exports SET status = 'queued', run_id = NULL, heartbeat_at = now(), generation = generation + 1 WHERE export_id = ANY($1) RETURNING ${EXPORT_COLUMNS}`,
    [more.map(({ export_id }) => export_id)],
  );
  await tell(tx, queued);
  const failed = await tx.query<ExportRow>(
    `UPDATE dataset_exports SET status = 'failed', run_id = NULL, heartbeat_at = NULL, error = coalesce(error, $2), completed_at = now() WHERE export_id = ANY($1) RETURNING ${EXPORT_COLUMNS}`,
    [failing.map(({ export_id }) => export_id), JSON.stringify(failure.error)],
  );
  await enqueueAll(tx, exportTold, failed.map((row) => ({ id: EVENT_ID(row), body: failure.told(row) })));
  return failed.length;
};

const tell = (tx: Tx, rows: readonly ExportRow[]): Promise<void> =>
  enqueueAll(tx, exportToMake, rows.map(({ export_id, generation }) => ({ id: exportMessageId(export_id, generation), body: { export_id } })));
