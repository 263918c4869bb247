import type { CollectedProvider, CollectionFault, ScanState } from '@ml/contracts/collection';
import type { Reason } from '@ml/contracts/decision';
import type { Sql } from '../../sql';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';

export interface ScanRow {
  readonly scan_hash: string;
  readonly content_hash: string;
  readonly upload_id: string | null;
  readonly user_hash: string;
  readonly account_hash: string;
  readonly provider: CollectedProvider;
  readonly completed_at: Date;
  readonly status: ScanState;
  readonly resources: number;
  readonly refused: number;
  readonly fault_count: number;
  readonly faults: readonly CollectionFault[];
  readonly rows: Readonly<Record<string, number>>;
  readonly error: Reason | null;
  readonly accepted_at: Date;
  readonly stored_at: Date | null;
}

export interface NewScan extends Pick<ScanRow, 'scan_hash' | 'content_hash' | 'user_hash' | 'account_hash' | 'provider' | 'resources' | 'refused' | 'fault_count' | 'faults'> {
  readonly upload_id: string;
  readonly key_version: number;
  readonly completed_at: string;
  readonly total_spend: number | null;
}

const COLUMNS = 'scan_hash, content_hash, upload_id, user_hash, account_hash, provider, completed_at, status, resources, refused, fault_count, faults, rows, error, accepted_at, stored_at';
const FIND = `SELECT ${COLUMNS} FROM collection_scans WHERE scan_hash = ANY($1::text[]) ORDER BY accepted_at DESC LIMIT 1`;
const INSERT = `INSERT INTO collection_scans (scan_hash, content_hash, upload_id, user_hash, account_hash, key_version, provider, completed_at, total_spend, resources, refused, fault_count, faults)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb)
  RETURNING ${COLUMNS}`;
const FORGET_FAILED = `DELETE FROM collection_scans WHERE scan_hash = $1 AND status = 'failed'`;
const STORED = `UPDATE collection_scans SET status = 'stored', error = NULL WHERE scan_hash = $1`;
/** At the end of the transaction, which takes as long as the scan is large: `now()` is its beginning. */
const COUNTED = `UPDATE collection_scans SET rows = $2::jsonb, stored_at = clock_timestamp() WHERE scan_hash = $1`;
const FAILED = `UPDATE collection_scans SET status = 'failed', error = $2::jsonb WHERE scan_hash = $1 AND status <> 'stored'`;
const FORGET_SERIES = 'DELETE FROM cloudwatch_metrics_history WHERE account_hash = $1 AND scan_id = $2';
const OVERDUE = `SELECT scan_hash FROM collection_scans WHERE status = 'accepted' AND accepted_at < $1 ORDER BY accepted_at LIMIT 1000`;

/** Until the transaction ends nobody else closes or stores a scan of this id, or of this account. */
const LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1 || $2, 0))';

export const lockScanId = async (tx: Tx, scanHash: string): Promise<void> => {
  await tx.query(LOCK, ['collected scan id:', scanHash]);
};

/** After the lock of the user, before `lockActions`. */
export const lockScansOf = async (tx: Tx, accountHash: string): Promise<void> => {
  await tx.query(LOCK, ['collected scans of:', accountHash]);
};

/**
 * Series of a large scan are written by a transaction beside the one that has `lockScansOf`, and it may end later when a process dies: with this lock too, it has ended.
 * After `lockScansOf`, and never without it.
 */
export const lockSeriesOf = async (tx: Tx, accountHash: string): Promise<void> => {
  await tx.query(LOCK, ['collected series of:', accountHash]);
};

/** Nothing of these is written by scans, nor beside them, until the transaction ends. Everybody takes them in one order. */
export const lockAccounts = async (tx: Tx, accountHashes: readonly string[]): Promise<void> => {
  for (const account of accountHashes.toSorted()) {
    await lockScansOf(tx, account);
    await lockSeriesOf(tx, account);
  }
};

/** By any of the hashes of its id. */
export const findScan = async (sql: Sql, hashes: readonly string[]): Promise<ScanRow | undefined> => (await sql.query<ScanRow>(FIND, [hashes]))[0];

export const insertScan = async (tx: Tx, scan: NewScan): Promise<ScanRow> => {
  const { scan_hash, content_hash, upload_id, user_hash, account_hash, key_version, provider, completed_at, total_spend, resources, refused, fault_count, faults } = scan;
  const ids = [scan_hash, content_hash, upload_id, user_hash, account_hash, key_version];
  return only(await tx.query<ScanRow>(INSERT, [...ids, provider, completed_at, total_spend, resources, refused, fault_count, toJsonText(faults)]));
};

/** Whether it was there and failed; whoever stores it at this moment after all is waited for. */
export const forgetFailed = async (tx: Tx, scanHash: string): Promise<boolean> => (await tx.execute(FORGET_FAILED, [scanHash])) > 0;

export const markStored = async (tx: Tx, scanHash: string): Promise<void> => {
  await tx.execute(STORED, [scanHash]);
};

export const countStored = async (tx: Tx, scanHash: string, rows: Readonly<Record<string, number>>): Promise<void> => {
  await tx.execute(COUNTED, [scanHash, toJsonText(rows)]);
};

/** Unless it is stored. What was written beside it goes; the account is locked by `lockScansOf`. */
export const markFailed = async (tx: Tx, { scan_hash, account_hash }: Pick<ScanRow, 'scan_hash' | 'account_hash'>, error: Reason): Promise<void> => {
  await lockSeriesOf(tx, account_hash);
  if ((await tx.execute(FAILED, [scan_hash, toJsonText(error)])) > 0) await tx.execute(FORGET_SERIES, [account_hash, scan_hash]);
};

/** Hashes of scans that were accepted before and are neither stored nor failed. */
export const findOverdueScans = async (sql: Sql, acceptedBefore: Date): Promise<readonly string[]> =>
  (await sql.query<{ scan_hash: string }>(OVERDUE, [acceptedBefore])).map(({ scan_hash }) => scan_hash);

const only = (rows: readonly ScanRow[]): ScanRow => {
  const [row] = rows;
  if (row === undefined) throw new Error('the scan was not written');
  return row;
};
