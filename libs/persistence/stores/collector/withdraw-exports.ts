import { exportToMake } from '@ml/contracts/datasets';
import { enqueueAll } from '../../outbox';
import type { Tx } from '../../tx';
import { exportMessageId } from './export-row';

const LOCK = `hashtextextended('export-claims', 0)`;

/** An export is begun: nobody takes exports back until the transaction ends, and whoever has done so has ended theirs. */
export const whileBeginning = async (tx: Tx): Promise<void> => {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${LOCK})`);
};

/** What a file says is as old as the making of it, not as the order: an action of today on a resource of last year is in an export of yesterday that is made again. */
const MADE_SINCE = `status = 'running' OR greatest(created_at, completed_at) >= $1::timestamptz - interval '1 hour'`;
/** Days of 24 hours, as windows have them: those of a time zone may have 23. */
const REACHING_BACK = `created_at - days * interval '24 hours' < $1::timestamptz`;
/** `withdrawn` names the files until they are deleted, so nothing is left where a process dies in between. */
const withdrawing = (which: string): string => `
  WITH old AS (
    SELECT export_id, status, files, manifest_blob, archived_to, generation FROM dataset_exports
    WHERE status IN ('running', 'completed') AND (${which})
    ORDER BY export_id FOR UPDATE
  )
  UPDATE dataset_exports e SET
    status = 'queued', run_id = NULL, attempts = 0, heartbeat_at = now(), generation = old.generation + 1, rows_done = 0, files = '[]', quality = '[]', manifest_blob = NULL,
    archived_to = NULL, archived_at = NULL, completed_at = NULL, error = NULL, rewritten_at = CASE WHEN old.status = 'completed' THEN now() ELSE e.rewritten_at END,
    withdrawn = e.withdrawn || CASE WHEN old.manifest_blob IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('files', old.files, 'manifest_blob', old.manifest_blob, 'archived_to', old.archived_to)) END
  FROM old WHERE e.export_id = old.export_id
  RETURNING e.export_id, e.generation`;

/**
 * Takes back every export that was made, or made again, since then, or is being made, and queues it anew: with the same parameters, over the same window.
 * None is begun before the transaction ends: it would read what the transaction deletes, and nobody would take it back.
 * Whoever makes one right now can no longer complete it. Delete their files with `WithdrawnFiles.drop()` once the transaction is committed. @returns their ids
 */
export const withdrawExports = (tx: Tx, since: Date): Promise<readonly string[]> => withdraw(tx, MADE_SINCE, since);

/** The same with every export that has rows from before that time, which are deleted by then. @returns their ids */
export const withdrawReachingBack = (tx: Tx, before: Date): Promise<readonly string[]> => withdraw(tx, REACHING_BACK, before);

const withdraw = async (tx: Tx, which: string, at: Date): Promise<readonly string[]> => {
  await tx.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
  const rows = await tx.query<{ export_id: string; generation: number }>(withdrawing(which), [at]);
  await enqueueAll(
    tx,
    exportToMake,
    rows.map(({ export_id, generation }) => ({ id: exportMessageId(export_id, generation), body: { export_id } })),
  );
  return rows.map(({ export_id }) => export_id);
};
