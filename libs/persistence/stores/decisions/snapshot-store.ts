import type { NodeCount } from '@ml/contracts/cluster-snapshots';
import { snapshotTaken } from '@ml/contracts/decisions';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import { enqueue } from '../../outbox';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';
import type { Viewer } from './decision-log';

/** One row of `cluster_snapshots`. */
export interface SnapshotRow {
  readonly tenant: string;
  readonly cluster_id: string;
  readonly region: string;
  readonly observed_at: Date;
  readonly received_at: Date;
  readonly state_hash: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes: number;
  /** null: expired. */
  readonly blob_id: string | null;
}

export interface NewSnapshot extends SnapshotRow {
  readonly blob_id: string;
  /** Bytes of the blob when opened. */
  readonly kept_bytes: number;
  readonly nodes: readonly NodeCount[];
}

/** `same`: kept before, nobody is told again. `outdated`: a newer one is kept, this one is not. */
export type KeepResult = 'taken' | 'same' | 'outdated';

const COLUMNS = 'tenant, cluster_id, region, observed_at, received_at, state_hash, counts, bytes, blob_id';

const KEEP = `INSERT INTO cluster_snapshots AS known (${COLUMNS}, kept_bytes, first_received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $5)
  ON CONFLICT (tenant, cluster_id) DO UPDATE
    SET region = excluded.region, observed_at = excluded.observed_at, received_at = excluded.received_at, state_hash = excluded.state_hash,
        counts = excluded.counts, bytes = excluded.bytes, blob_id = excluded.blob_id, kept_bytes = excluded.kept_bytes, asks = 0, next_ask_at = NULL
    WHERE known.observed_at <= excluded.observed_at
      AND (known.observed_at, known.state_hash, known.region, known.blob_id) IS DISTINCT FROM (excluded.observed_at, excluded.state_hash, excluded.region, excluded.blob_id)`;

const IS_SAME = 'SELECT FROM cluster_snapshots WHERE tenant = $1 AND cluster_id = $2 AND observed_at = $3 AND state_hash = $4 AND region = $5';

/** The newest state of each cluster; nothing older. */
@Injectable()
export class SnapshotStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Row and event in one transaction. Of two at once the later observation stays. */
  keep(snapshot: NewSnapshot): Promise<KeepResult> {
    return this.database.transaction(async (tx) => {
      const { tenant, cluster_id, region, observed_at, received_at, state_hash, counts, bytes, blob_id, kept_bytes } = snapshot;
      const kept = await tx.execute(KEEP, [tenant, cluster_id, region, observed_at, received_at, state_hash, toJsonText(counts), bytes, blob_id, kept_bytes]);
      if (kept === 1) {
        await tell(tx, snapshot);
        return 'taken';
      }
      const same = await tx.query(IS_SAME, [tenant, cluster_id, observed_at, state_hash, region]);
      return same.length > 0 ? 'same' : 'outdated';
    });
  }

  /** Of several tenants' clusters with one name the one that was heard of last. */
  async newest(viewer: Viewer, clusterId: string): Promise<SnapshotRow | undefined> {
    const [row] = await this.database.query<SnapshotRow>(
      `SELECT ${COLUMNS} FROM cluster_snapshots WHERE cluster_id = $1 AND ($2::text IS NULL OR tenant = $2) ORDER BY received_at DESC LIMIT 1`,
      [clusterId, viewer],
    );
    return row;
  }

  /** The blob has expired: there is nothing to decide on until the next snapshot. */
  async forgetBlob(blobId: string): Promise<void> {
    await this.database.execute('UPDATE cluster_snapshots SET blob_id = NULL WHERE blob_id = $1', [blobId]);
  }
}

const tell = (tx: Tx, { tenant, cluster_id, region, observed_at, received_at, state_hash, blob_id, nodes }: NewSnapshot): Promise<void> => {
  const times = { observed_at: observed_at.toISOString(), received_at: received_at.toISOString() };
  const id = `snapshot-${JSON.stringify([tenant, cluster_id, region])}-${times.observed_at}-${state_hash}`;
  return enqueue(tx, snapshotTaken, { id, body: { tenant, cluster_id, region, ...times, state_hash, blob_id, nodes } });
};
