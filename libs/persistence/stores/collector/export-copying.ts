import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import type { ExportRow } from './export-row';
import { PATIENTLY } from './withdrawn-files';

/** An export as it is when somebody begins to copy it: made again, it is another one. */
export type CopiedExport = Pick<ExportRow, 'export_id' | 'generation'>;

const LOCK = `hashtextextended('export-copy:' || $1, 0)`;

/**
 * Notes where a copy is about to lie, before anything does: wherever its writer dies, whoever takes the export back finds what was written. What was begun elsewhere is withdrawn.
 * False: the export was taken back, or has its copy.
 */
export const beginCopy = async (sql: Sql, { export_id, generation }: CopiedExport, place: string): Promise<boolean> =>
  (await sql.execute(
    `UPDATE dataset_exports SET archived_to = $3,
       withdrawn = withdrawn || CASE WHEN archived_to <> $3 THEN jsonb_build_array(jsonb_build_object('files', '[]'::jsonb, 'manifest_blob', NULL, 'archived_to', archived_to)) ELSE '[]'::jsonb END
     WHERE export_id = $1 AND generation = $2 AND status = 'completed' AND archived_at IS NULL`,
    [export_id, generation, place],
  )) === 1;

/** Holds the place until the transaction ends. False: somebody else writes there. */
export const holdCopy = async (tx: Tx, place: string): Promise<boolean> => {
  await tx.query(PATIENTLY);
  const [lock] = await tx.query<{ held: boolean }>(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS held`, [place]);
  return lock?.held === true;
};

/** Waits for whoever writes there, and holds the place. */
export const awaitCopy = async (tx: Tx, place: string, patienceMs: number): Promise<void> => {
  await tx.allow(patienceMs);
  await tx.query(PATIENTLY);
  await tx.query(`SELECT pg_advisory_xact_lock(${LOCK})`, [place]);
};

/** False: it was taken back meanwhile. */
export const isCopyWanted = async (sql: Sql, { export_id, generation }: CopiedExport): Promise<boolean> =>
  (await sql.query(`SELECT FROM dataset_exports WHERE export_id = $1 AND generation = $2 AND status = 'completed'`, [export_id, generation])).length > 0;

/** The copy is whole. False: the export was taken back meanwhile. */
export const noteArchived = async (sql: Sql, { export_id, generation }: CopiedExport, place: string): Promise<boolean> =>
  (await sql.execute(`UPDATE dataset_exports SET archived_at = now() WHERE export_id = $1 AND generation = $2 AND status = 'completed' AND archived_to = $3`, [export_id, generation, place])) === 1;
