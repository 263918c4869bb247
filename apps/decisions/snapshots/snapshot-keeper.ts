import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { ClusterSnapshot, KeepSnapshot, SnapshotQuery } from '@ml/contracts/cluster-snapshots';
import { SnapshotStore, type SnapshotRow } from '@ml/persistence/stores/decisions/snapshot-store';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { sizeOf, type Attachment } from '@ml/platform/bus/packed';
import { currentCall } from '@ml/platform/call-context';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { DecisionsSettings } from '../settings';
import { PLATFORM, tenantOf } from '../tenant-of';
import { SnapshotPool } from './snapshot-pool';

const MINUTE_MS = 60_000;
/** A caller's clock may be wrong by so much; more would keep every later snapshot out. */
const MOST_AHEAD_MS = 5 * MINUTE_MS;

/** Keeps the newest state of each cluster, and no more of it than engines read. */
@Injectable()
export class SnapshotKeeper {
  @Inject(SETTINGS) private readonly settings!: SettingsOf<DecisionsSettings>;
  private readonly taken;

  constructor(
    @Inject(SnapshotPool) private readonly pool: SnapshotPool,
    @Inject(SnapshotStore) private readonly store: SnapshotStore,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.taken = metrics.counter({ name: 'ml_snapshots_total', help: 'Cluster snapshots that were sent, by what became of them', labels: ['outcome'] });
  }

  /** @throws AppError SNAPSHOT_OUTDATED when a newer one is kept, BAD_TIME when it is from the future, or what the reader says of the state */
  async keep(ask: KeepSnapshot, state: Attachment, signal: AbortSignal): Promise<ClusterSnapshot> {
    const { observedAt, stateHash, counts, nodes, kept, keptBytes } = await this.pool.read(state, { receivedAt: ask.received_at, signal });
    const received_at = new Date(ask.received_at);
    const observed_at = new Date(observedAt);
    refuseFuture(observed_at, received_at);
    const row = { tenant: tenantOf(ask), cluster_id: ask.cluster_id, region: ask.region, observed_at, received_at, state_hash: stateHash, counts, bytes: sizeOf(state) };
    const outcome = await this.store.keep({ ...row, nodes, kept_bytes: keptBytes, blob_id: await this.blobs.put(kept, 'cluster') });
    this.taken.inc({ outcome });
    if (outcome === 'outdated') throw new AppError('SNAPSHOT_OUTDATED', 'a snapshot that was observed later is kept', { path: 'current_state.observed_at' });
    return outcome === 'taken' ? this.shown({ ...row, blob_id: '' }) : this.newest({ cluster_id: ask.cluster_id, customer_id: row.tenant });
  }

  /** @throws AppError NOT_FOUND */
  async newest({ cluster_id, customer_id }: SnapshotQuery): Promise<ClusterSnapshot> {
    const row = await this.store.newest(currentCall().tenant ?? customer_id ?? null, cluster_id);
    if (row === undefined) throw new AppError('NOT_FOUND', 'no snapshot of this cluster is known', { path: 'cluster_id' });
    return this.shown(row);
  }

  private shown({ tenant, blob_id, observed_at, received_at, ...row }: SnapshotRow): ClusterSnapshot {
    const stale = blob_id === null || this.clock.millis() - observed_at.getTime() > this.settings.snapshotMaxAgeMinutes * MINUTE_MS;
    const { cluster_id, region, state_hash, counts, bytes } = row;
    const customer_id = tenant === PLATFORM ? null : tenant;
    return { cluster_id, customer_id, region, observed_at: observed_at.toISOString(), received_at: received_at.toISOString(), state_hash, counts, bytes, stale };
  }
}

const refuseFuture = (observed: Date, received: Date): void => {
  if (observed.getTime() - received.getTime() <= MOST_AHEAD_MS) return;
  throw new AppError('BAD_TIME', `${observed.toISOString()} has not come yet: the clock of whoever observes is ahead`, { path: 'current_state.observed_at' });
};
