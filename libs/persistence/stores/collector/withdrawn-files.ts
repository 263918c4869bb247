import type { Tx } from '../../tx';
import type { WithdrawnFileSet } from './export-row';

const LOCK = `hashtextextended('export-blobs', 0)`;
/** A file of gigabytes is stored while the transaction waits. */
const PATIENTLY = 'SET LOCAL idle_in_transaction_session_timeout = 0';

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

export interface WithdrawnExportFiles {
  readonly export_id: string;
  readonly withdrawn: readonly WithdrawnFileSet[];
}

export const withdrawnFiles = (tx: Tx): Promise<WithdrawnExportFiles[]> => tx.query<WithdrawnExportFiles>(`SELECT export_id, withdrawn FROM dataset_exports WHERE withdrawn <> '[]'`);

export const noteDeleted = async (tx: Tx, exportIds: readonly string[]): Promise<void> => {
  await tx.execute(`UPDATE dataset_exports SET withdrawn = '[]' WHERE export_id = ANY($1)`, [exportIds]);
};

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
    `UPDATE dataset_exports SET status = 'failed', run_id = NULL, files = '[]', manifest_blob = NULL, archived_to = NULL, error = '{"code": "EXPIRED", "text": "its files have been deleted: they were too old"}',
       withdrawn = withdrawn || CASE WHEN manifest_blob IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('files', files, 'manifest_blob', manifest_blob, 'archived_to', archived_to)) END
     WHERE expires_at <= $1 AND status <> 'running' AND (error IS NULL OR error ->> 'code' <> 'EXPIRED')`,
    [now],
  );

/** Forgets exports that are too old and of which nothing is left. @returns how many */
export const forgetExpired = (tx: Tx, now: Date): Promise<number> => tx.execute(`DELETE FROM dataset_exports WHERE expires_at <= $1 AND withdrawn = '[]' AND status <> 'running'`, [now]);
