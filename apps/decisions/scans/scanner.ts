import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { DueScan } from '@ml/persistence/stores/decisions/due-scans';
import { ScanStore, type ScanResult } from '@ml/persistence/stores/decisions/scan-store';
import { SnapshotStore } from '@ml/persistence/stores/decisions/snapshot-store';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Packed } from '@ml/platform/bus/packed';
import { runInCall } from '@ml/platform/call-context';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { DecideOnce } from '../decide-once';
import { scanRequest } from './scan-request';

/** Longer than a claim whose holder has died. */
const PATIENCE_MS = 60_000;

/** A defect may be mended, an engine that has just been switched off may be switched on: the turn is not used up. */
const TRIED_AGAIN: ReadonlySet<string> = new Set(['INTERNAL', 'ENGINE_DISABLED']);

/** Decides on one cluster's newest snapshot, as if somebody had posted it. */
@Injectable()
export class Scanner {
  @Inject(LOGGER) private readonly logger!: Logger;
  private readonly scans;

  constructor(
    @Inject(ScanStore) private readonly store: ScanStore,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(DecideOnce) private readonly once: DecideOnce,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.scans = metrics.counter({ name: 'ml_scans_total', help: 'Scheduled scans by engine and how they ended: decided, refused (not tried again), failed (tried again)', labels: ['engine', 'outcome'] });
  }

  /** Never throws: what fails is noted and tried again later. `engine-away`: that was not the fault of this cluster's state. */
  async scan(scan: DueScan): Promise<'engine-away' | 'over'> {
    try {
      await this.store.once(scan, (current) => this.decide(current));
      return 'over';
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'INTERNAL';
      this.scans.inc({ engine: scan.engine, outcome: 'failed' });
      this.logger.warn({ ...named(scan), code, error: String(error) }, 'a scan failed; it is tried again');
      await this.store.failed(scan, code).catch(() => undefined);
      return code === 'INTERNAL' ? 'over' : 'engine-away';
    }
  }

  private async decide(scan: DueScan): Promise<ScanResult> {
    const ask = scanRequest(scan);
    const call = { requestId: ask.envelope.request_id, tenant: scan.tenant, scope: 'service', deadline: Date.now() + PATIENCE_MS } as const;
    try {
      const state = await this.stateOf(scan);
      const { decision_id, verdict } = await runInCall(call, () => this.once.decide({ ask, state, origin: 'scan' }));
      this.scans.inc({ engine: scan.engine, outcome: 'decided' });
      this.logger.info({ ...named(scan), origin: 'scan', decision_id, verdict }, 'scanned');
      return { outcome: verdict, decisionId: decision_id };
    } catch (error) {
      if (!(error instanceof AppError) || error.retryable || TRIED_AGAIN.has(error.code)) throw error;
      // The same state would be refused again: the slot is used up.
      this.scans.inc({ engine: scan.engine, outcome: 'refused' });
      // Not the message: it may quote the state.
      this.logger.warn({ ...named(scan), code: error.code, path: error.path }, 'a scan was refused');
      return { outcome: error.code, decisionId: null };
    }
  }

  /** By reference: only the engine opens it. */
  private async stateOf({ blob_id, state_hash, kept_bytes }: DueScan): Promise<Packed> {
    if (await this.blobs.has(blob_id)) return new Packed({ size: kept_bytes, sha256: state_hash }, { blob: blob_id, fetch: () => this.blobs.get(blob_id) });
    await this.snapshots.forgetBlob(blob_id);
    throw new AppError('UNAVAILABLE', 'the snapshot has expired; a new one is asked for');
  }
}

const named = ({ tenant, cluster_id, engine, slot }: DueScan): object => ({ tenant, cluster_id, engine, slot });
