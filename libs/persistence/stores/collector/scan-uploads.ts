import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import type { ScanPart } from './scan-rows';

export interface NewUpload {
  readonly upload_id: string;
  readonly scan_hash: string;
  readonly user_hash: string;
  readonly account_hash: string;
}

export interface NewPiece {
  readonly upload_id: string;
  /** As its rows have them. */
  readonly scan_hash: string;
  readonly account_hash: string;
  readonly first: number;
  readonly kept: number;
  readonly refused: number;
  readonly content_hash: string;
  /** Rows as COPY takes them, compressed. */
  readonly training: Uint8Array;
  readonly series: Uint8Array;
}

export type PieceSummary = Pick<NewPiece, 'first' | 'kept' | 'refused' | 'content_hash'>;

export interface PieceRows {
  readonly first: number;
  /** As COPY takes them, compressed. */
  readonly rows: Uint8Array;
}

const OPEN = 'INSERT INTO scan_uploads (upload_id, scan_hash, user_hash, account_hash) VALUES ($1, $2, $3, $4)';
/**
 * The same piece again replaces itself; a piece of an upload that is gone or closed, or was opened by another key, is not kept. Whoever closes it at this moment is waited for.
 */
const KEEP = `INSERT INTO scan_pieces (upload_id, first, kept, refused, content_hash, training, series)
  SELECT $1::uuid, $2, $3, $4, $5, $6, $7 FROM (SELECT 1 FROM scan_uploads WHERE upload_id = $1 AND scan_hash = $8 AND account_hash = $9 AND closed_at IS NULL FOR SHARE) AS open
  ON CONFLICT (upload_id, first) DO UPDATE SET kept = excluded.kept, refused = excluded.refused, content_hash = excluded.content_hash, training = excluded.training, series = excluded.series`;
const CLOSE = 'UPDATE scan_uploads SET closed_at = now() WHERE upload_id = $1 AND closed_at IS NULL RETURNING upload_id, scan_hash, user_hash, account_hash';
const DROP = 'DELETE FROM scan_uploads WHERE upload_id = $1 AND closed_at IS NULL';
const SUMMARIES = 'SELECT first, kept, refused, content_hash FROM scan_pieces WHERE upload_id = $1 ORDER BY first';
const rowsOf = (part: ScanPart): string => `SELECT first, ${part} AS rows FROM scan_pieces WHERE upload_id = $1 AND first > $2 ORDER BY first LIMIT $3`;
const UNCLOSED = 'DELETE FROM scan_uploads WHERE closed_at IS NULL AND opened_at < $1';
const NEVER_STORED = 'DELETE FROM scan_uploads WHERE closed_at < $1';

export const openUpload = async (sql: Sql, { upload_id, scan_hash, user_hash, account_hash }: NewUpload): Promise<void> => {
  await sql.execute(OPEN, [upload_id, scan_hash, user_hash, account_hash]);
};

/** Whether the upload is open, and of this scan and account. */
export const keepPiece = async (sql: Sql, piece: NewPiece): Promise<boolean> => {
  const { upload_id, scan_hash, account_hash, first, kept, refused, content_hash, training, series } = piece;
  return (await sql.execute(KEEP, [upload_id, first, kept, refused, content_hash, Buffer.from(training), Buffer.from(series), scan_hash, account_hash])) > 0;
};

/** From now on no piece is added, and nobody tidies it away. undefined: it is gone, or closed. */
export const closeUpload = async (tx: Tx, uploadId: string): Promise<NewUpload | undefined> => (await tx.query<NewUpload>(CLOSE, [uploadId]))[0];

/** Whether its pieces are still there; until the transaction ends nobody else stores or deletes them. */
export const holdUpload = async (tx: Tx, uploadId: string): Promise<boolean> => (await tx.query('SELECT 1 FROM scan_uploads WHERE upload_id = $1 FOR UPDATE', [uploadId])).length > 0;

/** In their order. */
export const readPieces = (sql: Sql, uploadId: string): Promise<readonly PieceSummary[]> => sql.query<PieceSummary>(SUMMARIES, [uploadId]);

interface NextPieces {
  /** -1: from the first on. */
  readonly after: number;
  readonly most: number;
}

/** In their order, so many of those that begin after that resource. */
export const readNextPieces = (tx: Tx, upload: { readonly upload_id: string; readonly part: ScanPart }, { after, most }: NextPieces): Promise<readonly PieceRows[]> =>
  tx.query<PieceRows>(rowsOf(upload.part), [upload.upload_id, after, most]);

/** With its pieces. */
export const deleteUpload = async (sql: Sql, uploadId: string): Promise<void> => {
  await sql.execute('DELETE FROM scan_uploads WHERE upload_id = $1', [uploadId]);
};

/** Whether it was open: with its pieces it is gone. Whoever closes it at this moment is waited for. */
export const dropUpload = async (sql: Sql, uploadId: string): Promise<boolean> => (await sql.execute(DROP, [uploadId])) > 0;

/** How many uploads are gone: those that were opened before and never closed, and those whose scan could not be stored for so long. */
export const deleteOldUploads = async (sql: Sql, { openedBefore, closedBefore }: { readonly openedBefore: Date; readonly closedBefore: Date }): Promise<number> =>
  (await sql.execute(UNCLOSED, [openedBefore])) + (await sql.execute(NEVER_STORED, [closedBefore]));
