import type { EngineType } from '@ml/contracts/engine-types';
import type { Database } from '../../database';
import type { Tx } from '../../tx';

/** How often an engine looks at each cluster. */
export interface ScanInterval {
  readonly engine: EngineType;
  readonly seconds: number;
}

export interface DueQuery {
  readonly intervals: readonly ScanInterval[];
  /** A snapshot older than this is not decided on. */
  readonly maxAgeSeconds: number;
  /** Added to the database's clock, for specs of several processes. */
  readonly offsetMs: number;
  readonly limit: number;
}

/** One engine's turn with one cluster. */
export interface DueScan {
  readonly tenant: string;
  readonly cluster_id: string;
  readonly engine: EngineType;
  readonly region: string;
  readonly blob_id: string;
  /** SHA-256 and size of the blob when opened. */
  readonly state_hash: string;
  readonly kept_bytes: number;
  readonly slot: Date;
  /** The database's clock, shifted. */
  readonly now: Date;
  /** As they were asked for. */
  readonly offset_ms: number;
  readonly max_age_seconds: number;
}

/** A cluster whose scans wait for a newer snapshot. */
export interface StaleCluster {
  readonly tenant: string;
  readonly cluster_id: string;
  readonly region: string;
  readonly observed_at: Date;
  readonly engines: readonly EngineType[];
  readonly now: Date;
}

export interface ScanBacklog {
  /** Scans whose snapshot is fresh; those that failed and wait to be tried again are among them. */
  readonly due: number;
  /** How long the oldest of them waits. */
  readonly latest_seconds: number;
  /** Clusters that wait for a snapshot. */
  readonly stale: number;
}

/**
 * Each cluster and engine has a phase of its own within the interval, so that a thousand clusters do not start at once. Missed slots are one:
 * only the latest counts. A cluster that is new waits for its phase within a quarter of an hour, not within a week.
 */
const PLANNED = `
  WITH instant AS (SELECT clock_timestamp() + $1::bigint * interval '1 millisecond' AS now),
  phased AS (
    SELECT snap.*, wanted.engine, wanted.seconds, instant.now,
           (hashtextextended(jsonb_build_array(snap.tenant, snap.cluster_id, wanted.engine)::text, 0) & 2147483647) % wanted.seconds AS phase
    FROM cluster_snapshots snap CROSS JOIN jsonb_to_recordset($2::jsonb) AS wanted (engine text, seconds integer) CROSS JOIN instant),
  slotted AS (
    SELECT *, to_timestamp(floor((extract(epoch FROM now) - phase) / seconds) * seconds + phase) AS this_slot,
           blob_id IS NULL OR now - observed_at > $3::int * interval '1 second' AS stale
    FROM phased),
  planned AS (
    SELECT slotted.*, greatest(this_slot, first_received_at) AS due_at, coalesce(scan.retry_at <= now, true) AS ready
    FROM slotted LEFT JOIN cluster_scans scan
      ON scan.tenant = slotted.tenant AND scan.cluster_id = slotted.cluster_id AND scan.engine_type = slotted.engine
    WHERE coalesce(scan.slot < this_slot, now >= first_received_at + (phase % least(seconds, 900)) * interval '1 second'))`;

const base = ({ offsetMs, intervals, maxAgeSeconds }: Omit<DueQuery, 'limit'>): readonly unknown[] => [offsetMs, JSON.stringify(intervals), maxAgeSeconds];

/** The longest waiting first. */
export const readDueScans = (database: Database, query: DueQuery): Promise<readonly DueScan[]> =>
  database.query<DueScan>(
    `${PLANNED} SELECT tenant, cluster_id, engine, region, blob_id, state_hash, kept_bytes, this_slot AS slot, now, $1::bigint AS offset_ms, $3::int AS max_age_seconds FROM planned WHERE NOT stale AND ready ORDER BY due_at, cluster_id, engine LIMIT $4`,
    [...base(query), query.limit],
  );

const STILL_DUE = `
  WITH instant AS (SELECT clock_timestamp() + $4::bigint * interval '1 millisecond' AS now)
  SELECT snap.region, snap.blob_id, snap.state_hash, snap.kept_bytes, now
  FROM instant CROSS JOIN cluster_snapshots snap LEFT JOIN cluster_scans scan
    ON scan.tenant = snap.tenant AND scan.cluster_id = snap.cluster_id AND scan.engine_type = $3
  WHERE snap.tenant = $1 AND snap.cluster_id = $2 AND snap.blob_id IS NOT NULL AND now - snap.observed_at <= $5::int * interval '1 second'
    AND coalesce(scan.retry_at <= now, true)`;

/** The same turn with the snapshot and the time of now; undefined when the snapshot is too old by now, or another replica has just failed with it. */
export const stillDue = async (tx: Tx, scan: DueScan): Promise<DueScan | undefined> => {
  const [now] = await tx.query<Partial<DueScan>>(STILL_DUE, [scan.tenant, scan.cluster_id, scan.engine, scan.offset_ms, scan.max_age_seconds]);
  return now && { ...scan, ...now };
};

/** Those that may be asked for again by now. */
export const readStaleClusters = (database: Database, query: DueQuery): Promise<readonly StaleCluster[]> =>
  database.query<StaleCluster>(
    `${PLANNED} SELECT tenant, cluster_id, region, observed_at, now, array_agg(engine ORDER BY engine) AS engines FROM planned
     WHERE stale AND ready AND coalesce(next_ask_at <= now, true) GROUP BY tenant, cluster_id, region, observed_at, now ORDER BY observed_at LIMIT $4`,
    [...base(query), query.limit],
  );

export const readBacklog = async (database: Database, query: Omit<DueQuery, 'limit'>): Promise<ScanBacklog> => {
  const [row] = await database.query<ScanBacklog>(
    `${PLANNED} SELECT count(*) FILTER (WHERE NOT stale) AS due, coalesce(max(extract(epoch FROM now - due_at)) FILTER (WHERE NOT stale), 0)::float8 AS latest_seconds,
            count(DISTINCT (tenant, cluster_id)) FILTER (WHERE stale) AS stale FROM planned`,
    base(query),
  );
  return row ?? { due: 0, latest_seconds: 0, stale: 0 };
};
