import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { Reason } from '@ml/contracts/decision';
import { Database } from '@ml/persistence/database';
import { deleteUpload, holdUpload } from '@ml/persistence/stores/collector/scan-uploads';
import { countStored, findScan, lockScansOf, lockSeriesOf, markFailed, markStored, type ScanRow } from '@ml/persistence/stores/collector/scans';
import { transactionBeside, type TransactionBeside } from '@ml/persistence/transaction-beside';
import type { Tx } from '@ml/persistence/tx';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { ConsentGate } from '../privacy/consent-gate';
import { writePart, type KeptScan } from './write-part';
import { writeScan } from './write-scan';

/** A hundred thousand resources take seconds; a database that is busy may take its time. */
const STATEMENT_MS = 300_000;
/** One of the two transactions waits for the other one's statements. */
const PATIENCE = `SET LOCAL idle_in_transaction_session_timeout = ${String(STATEMENT_MS)}`;
/** Whatever keeps series from being written beside may itself wait for the scan, which the database cannot see. */
const LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s'";
/** Resources from which on a scan is worth a second connection; the series of smaller ones are written in a fraction of a second. */
const LARGE = 2_000;
const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 60, 300];

const FAILED: Reason = { code: 'INTERNAL', text: 'the scan could not be stored; the log of the collector says why. Sent again, or with its dead letter replayed, it is tried anew' };
const GONE: Reason = { code: 'NOT_FOUND', text: 'what was kept of the scan is gone; send it again' };

/** Writes an accepted scan into the tables: all that follows from it, or nothing. Series of a large one are there a moment before the rest. */
@Injectable()
export class ScanStorer {
  private readonly duration;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ConsentGate) private readonly gate: ConsentGate,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.duration = metrics.histogram({ name: 'ml_scan_store_duration_seconds', help: 'Time to write a scan into the tables, by what came of it', labels: ['outcome'], buckets: SECONDS });
  }

  /** Stored already, it changes nothing. @throws AppError UNAVAILABLE; whatever else is noted with the scan before it is thrown */
  async store(scanHash: string): Promise<void> {
    const stop = this.duration.startTimer();
    try {
      stop({ outcome: await this.database.transaction((tx) => this.storeOnce(tx, scanHash)) });
    } catch (error) {
      stop({ outcome: 'failed' });
      if (!(error instanceof AppError && error.retryable)) await this.database.transaction((tx) => failOnce(tx, scanHash));
      throw error;
    }
  }

  private async storeOnce(tx: Tx, scanHash: string): Promise<'stored' | 'refused' | 'nothing'> {
    // Also to wait for another scan of the account.
    await tx.allow(STATEMENT_MS, PATIENCE);
    const asked = await findScan(tx, [scanHash]);
    if (asked === undefined) return 'nothing';
    // Locks first: whoever is being erased is gone by then.
    const reason = await this.gate.reasonNotToCollect(tx, [asked.user_hash]);
    await lockScansOf(tx, asked.account_hash);
    const scan = await findScan(tx, [scanHash]);
    if (scan === undefined || scan.status === 'stored' || scan.upload_id === null) return 'nothing';
    if (reason !== null) return refuse(tx, scan, reason);
    if (!(await holdUpload(tx, scan.upload_id))) return refuse(tx, scan, GONE);
    await markStored(tx, scanHash);
    await countStored(tx, scanHash, await this.write(tx, { ...scan, upload_id: scan.upload_id }));
    await deleteUpload(tx, scan.upload_id);
    return 'stored';
  }

  private async write(tx: Tx, scan: KeptScan & Pick<ScanRow, 'status'>): Promise<Readonly<Record<string, number>>> {
    // Half of one that has failed would be stored by nobody: only what is accepted is ordered again.
    const beside = scan.resources < LARGE || scan.status === 'failed' ? null : this.seriesBeside(scan);
    try {
      return await writeScan(tx, scan, beside);
    } finally {
      await beside?.abandon();
    }
  }

  private seriesBeside(scan: KeptScan): TransactionBeside<number> {
    const work = async (tx: Tx): Promise<number> => {
      await tx.allow(STATEMENT_MS, `${PATIENCE}; ${LOCK_TIMEOUT}`);
      await lockSeriesOf(tx, scan.account_hash);
      return writePart(tx, scan, 'series');
    };
    return transactionBeside(this.database, work, (error) => {
      this.logger.warn({ err: error }, 'series of a scan could not be written beside it, and are written with it');
    });
  }
}

const failOnce = async (tx: Tx, scanHash: string): Promise<void> => {
  await tx.allow(STATEMENT_MS);
  const scan = await findScan(tx, [scanHash]);
  if (scan === undefined) return;
  await lockScansOf(tx, scan.account_hash);
  await markFailed(tx, scan, FAILED);
};

const refuse = async (tx: Tx, scan: ScanRow, reason: Reason): Promise<'refused'> => {
  await markFailed(tx, scan, reason);
  if (scan.upload_id !== null) await deleteUpload(tx, scan.upload_id);
  return 'refused';
};
