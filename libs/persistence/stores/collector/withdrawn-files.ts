import type { Sql } from '../../sql';
import type { Tx } from '../../tx';

const LOCK = `hashtextextended('export-blobs', 0)`;
/** A file of gigabytes is stored while the transaction waits. */
export const PATIENTLY = 'SET LOCAL idle_in_transaction_session_timeout = 0';

/** Files are being stored: nobody deletes one until the transaction ends. */
export const whileStoring = async (tx: Tx): Promise<void> => {
  await tx.query(PATIENTLY);
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${LOCK})`);
};

/** Files are being deleted: whoever stores one has done so, or begins when the transaction has ended. */
export const whileDeleting = async (tx: Tx, patienceMs: number): Promise<void> => {
  await tx.allow(patienceMs);
  await tx.query(PATIENTLY);
  await tx.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
};

/** Blobs of what was withdrawn are deleted; copies that lie elsewhere stay on the list. */
export const noteBlobsDeleted = async (tx: Tx): Promise<void> => {
  await tx.execute(
    `UPDATE dataset_exports SET withdrawn = coalesce((SELECT jsonb_agg(entry) FROM jsonb_array_elements(withdrawn) AS entry WHERE entry ->> 'archived_to' IS NOT NULL), '[]') WHERE withdrawn <> '[]'`,
  );
};

/** Where copies of withdrawn exports lie, or may lie. */
export const withdrawnCopies = async (sql: Sql): Promise<readonly string[]> => {
  const rows = await sql.query<{ place: string }>(`SELECT DISTINCT entry ->> 'archived_to' AS place FROM dataset_exports, jsonb_array_elements(withdrawn) AS entry WHERE entry ->> 'archived_to' IS NOT NULL`);
  return rows.map(({ place }) => place);
};

export const noteCopyDeleted = async (sql: Sql, place: string): Promise<void> => {
  await sql.execute(
    `UPDATE dataset_exports SET withdrawn = coalesce((SELECT jsonb_agg(entry) FROM jsonb_array_elements(withdrawn) AS entry WHERE entry ->> 'archived_to' IS DISTINCT FROM $1), '[]')
     WHERE withdrawn @> jsonb_build_array(jsonb_build_object('archived_to', $1::text))`,
    [place],
  );
};

/** Whether something that was withdrawn has not been deleted yet. */
export const isAnythingWithdrawn = async (sql: Sql): Promise<boolean> => (await sql.query(`SELECT FROM dataset_exports WHERE withdrawn <> '[]' LIMIT 1`)).length > 0;

/** Blobs of exports that are there. */
export const namedBlobs = async (tx: Tx): Promise<ReadonlySet<string>> => {
  const rows = await tx.query<{ blob_id: string }>(
    `SELECT file ->> 'blob_id' AS blob_id FROM dataset_exports, jsonb_array_elements(files) AS file UNION SELECT manifest_blob FROM dataset_exports WHERE manifest_blob IS NOT NULL`,
  );
  return new Set(rows.map(({ blob_id }) => blob_id));
};

/** Takes back what is too old. @returns how many exports */
export const withdrawExpired = (tx: Tx, now: Date): Promise<number> =>
  tx.execute(
    `UPDATE dataset_exports SET status = 'failed', run_id = NULL, files = '[]', manifest_blob = NULL, archived_to = NULL, archived_at = NULL, error = '{"code": "EXPIRED", "text": "its files have been deleted: they were too old"}',
       withdrawn = withdrawn || CASE WHEN manifest_blob IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('files', files, 'manifest_blob', manifest_blob, 'archived_to', archived_to)) END
     WHERE expires_at <= $1 AND status <> 'running' AND (error IS NULL OR error ->> 'code' <> 'EXPIRED')`,
    [now],
  );

/** Forgets exports that are too old and of which nothing is left; one that was completed since they were taken back is taken back the next time. @returns how many */
export const forgetExpired = (tx: Tx, now: Date): Promise<number> =>
  tx.execute(`DELETE FROM dataset_exports WHERE expires_at <= $1 AND withdrawn = '[]' AND manifest_blob IS NULL AND status <> 'running'`, [now]);
