import { snapshotWanted } from '@ml/contracts/decisions';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import { enqueue } from '../../outbox';
import type { SnapshotWanted } from '@ml/contracts/cluster-snapshots';
import { readBacklog, readDueScans, readStaleClusters, stillDue, type DueQuery, type DueScan, type ScanBacklog, type StaleCluster } from './due-scans';

/** How a scan ended; `decisionId` when something was decided. */
export interface ScanResult {
  readonly outcome: string;
  readonly decisionId: string | null;
}

const TAKE = `INSERT INTO cluster_scans AS known (tenant, cluster_id, engine_type, slot) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant, cluster_id, engine_type) DO UPDATE SET slot = excluded.slot, attempts = 0, retry_at = NULL
    WHERE known.slot IS NULL OR known.slot < excluded.slot`;

/** Longer than any scan: a replica whose machine has gone keeps its slot no longer. */
const LONGEST_SCAN_MS = 180_000;

/** One minute, doubled with each failure, an hour at most. */
const backoff = (attempts: string): string => `least(3600, 60 * 2 ^ least(${attempts}, 6)) * interval '1 second'`;

/** Now, not when the scan was looked up: it may have waited for its turn. */
const INSTANT = "clock_timestamp() + $6::bigint * interval '1 millisecond'";

const FAILED = `INSERT INTO cluster_scans AS known (tenant, cluster_id, engine_type, outcome, attempts, retry_at)
  VALUES ($1, $2, $3, $5, 1, ${INSTANT} + ${backoff('0')})
  ON CONFLICT (tenant, cluster_id, engine_type) DO UPDATE
    SET outcome = excluded.outcome, attempts = known.attempts + 1, retry_at = ${INSTANT} + ${backoff('known.attempts')}
    WHERE known.slot IS NULL OR known.slot < $4`;

const ASK = `UPDATE cluster_snapshots SET asks = asks + 1, next_ask_at = $4::timestamptz + ${backoff('asks')}
  WHERE tenant = $1 AND cluster_id = $2 AND observed_at = $3 AND coalesce(next_ask_at <= $4, true) RETURNING asks`;

/** Whose turn it is, once among all replicas. */
@Injectable()
export class ScanStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  due(query: DueQuery): Promise<readonly DueScan[]> {
    return readDueScans(this.database, query);
  }

  stale(query: DueQuery): Promise<readonly StaleCluster[]> {
    return readStaleClusters(this.database, query);
  }

  backlog(query: Omit<DueQuery, 'limit'>): Promise<ScanBacklog> {
    return readBacklog(this.database, query);
  }

  /**
   * Runs `work` in the transaction that takes the slot: whoever dies in the middle leaves it free. It gets the scan as it is by now: with the newest
   * snapshot, however long it has waited for its turn. False: another replica is at it, or was, or the snapshot has become too old meanwhile.
   * @throws what `work` threw; the slot is free then
   */
  async once(scan: DueScan, work: (scan: DueScan) => Promise<ScanResult>): Promise<boolean> {
    const key = keyOf(scan);
    return this.database.transaction(async (tx) => {
      // The engine works elsewhere while this transaction waits.
      await tx.query(`SET LOCAL idle_in_transaction_session_timeout = ${LONGEST_SCAN_MS}`);
      const [lock] = await tx.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 1)) AS free', [JSON.stringify(key)]);
      if (lock?.free !== true) return false;
      const current = await stillDue(tx, scan);
      if (current === undefined || (await tx.execute(TAKE, [...key, scan.slot])) === 0) return false;
      const { outcome, decisionId } = await work(current);
      await tx.execute('UPDATE cluster_scans SET outcome = $4, decision_id = $5, finished_at = clock_timestamp() WHERE tenant = $1 AND cluster_id = $2 AND engine_type = $3', [
        ...key,
        outcome,
        decisionId,
      ]);
      return true;
    });
  }

  /** The slot stays free; it is tried again after a while, by whichever replica. */
  async failed(scan: DueScan, outcome: string): Promise<void> {
    await this.database.execute(FAILED, [...keyOf(scan), scan.slot, outcome, scan.offset_ms]);
  }

  /** Row and event in one transaction; null: another replica has asked, or a newer snapshot has come. */
  ask({ tenant, cluster_id, region, observed_at, engines, now }: StaleCluster): Promise<SnapshotWanted | null> {
    return this.database.transaction(async (tx) => {
      const [asked] = await tx.query<{ asks: number }>(ASK, [tenant, cluster_id, observed_at, now]);
      if (asked === undefined) return null;
      const times = { observed_at: observed_at.toISOString(), asked_at: now.toISOString() };
      const body: SnapshotWanted = { tenant, cluster_id, region, ...times, attempt: asked.asks, engines };
      await enqueue(tx, snapshotWanted, { id: `snapshot-wanted-${JSON.stringify([tenant, cluster_id])}-${times.observed_at}-${asked.asks}`, body });
      return body;
    });
  }
}

const keyOf = ({ tenant, cluster_id, engine }: DueScan): readonly [string, string, string] => [tenant, cluster_id, engine];
