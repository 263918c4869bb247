import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { Reason } from '@ml/contracts/decision';
import { Database } from '@ml/persistence/database';
import { deleteUpload, holdUpload } from '@ml/persistence/stores/collector/scan-uploads';
import { countStored, findScan, lockScansOf, markFailed, markStored, type ScanRow } from '@ml/persistence/stores/collector/scans';
import type { Tx } from '@ml/persistence/tx';
import { Metrics } from '@ml/platform/metrics';
import { ConsentGate } from '../privacy/consent-gate';
import { writeScan } from './write-scan';

/** A hundred thousand resources take seconds; a database that is busy may take its time. */
const STATEMENT_MS = 300_000;
const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 60, 300];

const FAILED: Reason = { code: 'INTERNAL', text: 'the scan could not be stored; the log of the collector says why. Sent again, or with its dead letter replayed, it is tried anew' };
const GONE: Reason = { code: 'NOT_FOUND', text: 'what was kept of the scan is gone; send it again' };

/** Writes an accepted scan into the tables: in one transaction all that follows from it, or nothing. */
@Injectable()
export class ScanStorer {
  private readonly duration;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ConsentGate) private readonly gate: ConsentGate,
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
      if (!(error instanceof AppError && error.retryable)) await markFailed(this.database, scanHash, FAILED);
      throw error;
    }
  }

  private async storeOnce(tx: Tx, scanHash: string): Promise<'stored' | 'refused' | 'nothing'> {
    // Also to wait for another scan of the account.
    await tx.allow(STATEMENT_MS);
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
    await countStored(tx, scanHash, await writeScan(tx, { ...scan, upload_id: scan.upload_id }));
    await deleteUpload(tx, scan.upload_id);
    return 'stored';
  }
}

const refuse = async (tx: Tx, { scan_hash, upload_id }: ScanRow, reason: Reason): Promise<'refused'> => {
  await markFailed(tx, scan_hash, reason);
  if (upload_id !== null) await deleteUpload(tx, upload_id);
  return 'refused';
};
