import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import type { PieceKept, ScanHeader, ScanOpened, ScanPiece, ScanStatus } from '@ml/contracts/collection';
import { Database } from '@ml/persistence/database';
import { dropUpload, keepPiece, openUpload } from '@ml/persistence/stores/collector/scan-uploads';
import { findScan } from '@ml/persistence/stores/collector/scans';
import type { Attachment } from '@ml/platform/bus/packed';
import { Identity } from '../identity/identity';
import { ConsentGate } from '../privacy/consent-gate';
import { Anonymiser } from './anonymiser';
import { scanStatus } from './scan-status';

const NOTHING: Attachment = new TextEncoder().encode('[]');

/** Takes scans piece by piece; what is written down is anonymised. */
@Injectable()
export class ScanIntake {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(ConsentGate) private readonly gate: ConsentGate,
    @Inject(Anonymiser) private readonly anonymiser: Anonymiser,
  ) {}

  /** @throws AppError UNAVAILABLE */
  open({ scan_id, user_id, account_id }: ScanHeader): Promise<ScanOpened> {
    return this.database.transaction(async (tx) => {
      const reason = await this.gate.reasonNotToCollectOf(tx, user_id);
      if (reason !== null) return { upload_id: null, reason };
      const upload_id = uuid();
      const [scan_hash, user_hash, account_hash] = [this.identity.hash('scan', scan_id), this.identity.hash('user', user_id), this.identity.hash('account', account_id)];
      await openUpload(tx, { upload_id, scan_hash, user_hash, account_hash });
      return { upload_id, reason: null };
    });
  }

  /** @throws AppError BAD_JSON, BAD_FIELD, BUSY, UNAVAILABLE, also when the upload is gone */
  async keep({ upload_id, header, first, count }: ScanPiece, resources: Attachment | undefined, signal: AbortSignal): Promise<PieceKept> {
    const { account_id, scan_id, provider, completed_at } = header;
    const hashed = { account_hash: this.identity.hash('account', account_id), scan_hash: this.identity.hash('scan', scan_id), provider };
    const piece = await this.anonymiser.anonymise(resources ?? NOTHING, { header: hashed, completedAt: Date.parse(completed_at), first, signal });
    const { kept, refused, contentHash: content_hash, training, series, faults, faultCount: fault_count } = piece;
    if (kept + refused !== count) throw new AppError('BAD_FIELD', 'the piece has another number of resources than was told', { path: 'resources' });
    if (!(await keepPiece(this.database, { upload_id, scan_hash: hashed.scan_hash, account_hash: hashed.account_hash, first, kept, refused, content_hash, training, series }))) throw uploadGone();
    return { first, kept, refused, faults, fault_count };
  }

  /** @throws AppError UNAVAILABLE */
  async drop(uploadId: string): Promise<boolean> {
    return dropUpload(this.database, uploadId);
  }

  /** @throws AppError NOT_FOUND */
  async status(scanId: string): Promise<ScanStatus> {
    const row = await findScan(this.database, this.identity.hashes('scan', scanId));
    if (row === undefined) throw new AppError('NOT_FOUND', 'no scan of this id was accepted; one that is not accepted yet is not kept');
    return scanStatus(row);
  }
}

export const uploadGone = (): AppError => new AppError('UNAVAILABLE', 'what was kept of the scan so far is gone, an hour is the longest it waits; send the scan again');
