import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { scanToStore, type CloseScan, type ScanAccepted, type ScanHeader, type ScanStatus } from '@ml/contracts/collection';
import type { Reason } from '@ml/contracts/decision';
import { Database } from '@ml/persistence/database';
import { enqueue } from '@ml/persistence/outbox';
import { noteSubject } from '@ml/persistence/stores/collector/note-subject';
import { closeUpload, deleteUpload, readPieces, type NewUpload } from '@ml/persistence/stores/collector/scan-uploads';
import { findScan, forgetFailed, insertScan, lockScanId, type ScanRow } from '@ml/persistence/stores/collector/scans';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import { Identity } from '../identity/identity';
import { ConsentGate } from '../privacy/consent-gate';
import { scanStatus } from './scan-status';
import { uploadGone } from './scan-intake';
import { wholeScan, type WholeScan } from './whole-scan';

/** A scan of which nothing more comes. */
interface ClosedScan {
  readonly upload: NewUpload;
  readonly header: ScanHeader;
  readonly whole: WholeScan;
}

/** Accepts scans: in one transaction what was kept of it becomes a scan, and the order to store it goes out. */
@Injectable()
export class ScanCloser {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(ConsentGate) private readonly gate: ConsentGate,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError SCAN_ID_REUSED, UNAVAILABLE, also when the upload is gone */
  async close(scan: CloseScan): Promise<ScanAccepted> {
    try {
      return await this.database.transaction((tx) => this.accept(tx, scan));
    } catch (error) {
      if (error instanceof AppError && error.code === 'SCAN_ID_REUSED') await deleteUpload(this.database, scan.upload_id);
      throw error;
    }
  }

  private async accept(tx: Tx, { upload_id, header, pieces }: CloseScan): Promise<ScanAccepted> {
    const reason = await this.gate.reasonNotToCollectOf(tx, header.user_id);
    if (reason !== null) return this.refuse(tx, { upload_id, header, reason });
    const hashes = this.identity.hashes('scan', header.scan_id);
    const [scan_hash = ''] = hashes;
    await lockScanId(tx, scan_hash);
    const known = await findScan(tx, hashes);
    // Accepted by this very call, whose answer was lost.
    if (known?.upload_id === upload_id) return { duplicate: false, status: scanStatus(known), reason: null };
    const upload = this.belonging(await closeUpload(tx, upload_id), header);
    const whole = wholeScan(await readPieces(tx, upload_id), pieces, header);
    const closed = { upload, header, whole };
    if (known === undefined) return { duplicate: false, status: scanStatus(await this.insert(tx, closed)), reason: null };
    if (!this.isSame(known, closed)) throw new AppError('SCAN_ID_REUSED', 'another scan was sent with this scan_id; give every scan an id of its own', { path: 'scan_id' });
    return { duplicate: true, status: scanStatus(await this.acceptAgain(tx, known, closed)), reason: null };
  }

  private async insert(tx: Tx, { upload, header, whole }: ClosedScan): Promise<ScanRow> {
    const key_version = this.identity.keyVersion;
    await noteSubject(tx, { ...upload, key_version });
    const { provider, total_spend = null } = header;
    // To the millisecond, as rows of the scan have it.
    const completed_at = new Date(header.completed_at).toISOString();
    const row = await insertScan(tx, { ...upload, ...whole, key_version, provider, completed_at, total_spend });
    await order(tx, row);
    return row;
  }

  /** A scan that failed is stored from what was sent now, under the hashes of now: its pieces have no others. */
  private async acceptAgain(tx: Tx, known: ScanRow, closed: ClosedScan): Promise<ScanRow> {
    if (known.status === 'failed') {
      if (known.upload_id !== null) await deleteUpload(tx, known.upload_id);
      if (await forgetFailed(tx, known.scan_hash)) return this.insert(tx, closed);
    }
    await deleteUpload(tx, closed.upload.upload_id);
    return (await findScan(tx, [known.scan_hash])) ?? known;
  }

  /** What was hashed with a key of before cannot be compared: its id says enough. */
  private isSame(known: ScanRow, { upload: { scan_hash }, header, whole }: ClosedScan): boolean {
    const [users, accounts] = [this.identity.hashes('user', header.user_id), this.identity.hashes('account', header.account_id)];
    return users.includes(known.user_hash) && accounts.includes(known.account_hash) && (known.scan_hash !== scan_hash || known.content_hash === whole.content_hash);
  }

  /** @throws AppError UNAVAILABLE */
  private belonging(upload: NewUpload | undefined, { scan_id, user_id, account_id }: ScanHeader): NewUpload {
    const { identity } = this;
    const belongs = upload?.scan_hash === identity.hash('scan', scan_id) && upload.user_hash === identity.hash('user', user_id) && upload.account_hash === identity.hash('account', account_id);
    if (upload === undefined || !belongs) throw uploadGone();
    return upload;
  }

  private async refuse(tx: Tx, { upload_id, header, reason }: { readonly upload_id: string; readonly header: ScanHeader; readonly reason: Reason }): Promise<ScanAccepted> {
    await deleteUpload(tx, upload_id);
    const nothing = { resources: 0, refused: 0, fault_count: 0, faults: [], rows: {}, stored_at: null };
    const status: ScanStatus = { ...nothing, status: 'failed', provider: header.provider, accepted_at: this.clock.now().toISOString(), error: reason };
    return { duplicate: false, status, reason };
  }
}

const order = (tx: Tx, { scan_hash, upload_id }: ScanRow): Promise<void> => enqueue(tx, scanToStore, { id: `scan:${scan_hash}:${upload_id ?? ''}`, body: { scan_hash } });
