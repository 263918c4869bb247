import type { EngineType } from './engine-types';

/** Asked by the gateway; the raw `current_state` is attached as bytes. */
export interface KeepSnapshot {
  readonly cluster_id: string;
  readonly customer_id: string | null;
  readonly region: string;
  /** RFC 3339, stamped at the gateway. */
  readonly received_at: string;
}

export interface SnapshotQuery {
  readonly cluster_id: string;
  /** For keys of the platform: whose cluster; absent: whichever was heard of last. */
  readonly customer_id?: string;
}

/** What is known of the newest state of a cluster. */
export interface ClusterSnapshot {
  readonly cluster_id: string;
  readonly customer_id: string | null;
  readonly region: string;
  /** RFC 3339: `current_state.observed_at`, else when it arrived. */
  readonly observed_at: string;
  readonly received_at: string;
  /** SHA-256 of what is kept. */
  readonly state_hash: string;
  /** Objects by kind. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of the state as it was posted, inflated. */
  readonly bytes: number;
  /** Too old to decide on: a new one is asked for. */
  readonly stale: boolean;
}

/** null: the node does not say. */
export interface NodeCount {
  readonly instance_type: string | null;
  readonly availability_zone: string | null;
  readonly capacity_type: 'spot' | 'on-demand' | null;
  readonly count: number;
}

/** One observation of a cluster: what inventories and instance-hours are made of. */
export interface SnapshotTaken {
  readonly tenant: string;
  readonly cluster_id: string;
  readonly region: string;
  readonly observed_at: string;
  readonly received_at: string;
  readonly state_hash: string;
  /** In the blob store for two days: pruned state, JSON, zstd. */
  readonly blob_id: string;
  readonly nodes: readonly NodeCount[];
}

/** A scan is due and what is known of the cluster is too old to decide on. */
export interface SnapshotWanted {
  readonly tenant: string;
  readonly cluster_id: string;
  readonly region: string;
  /** Of the snapshot that is too old. */
  readonly observed_at: string;
  readonly asked_at: string;
  /** How often it has been asked for, this time included. */
  readonly attempt: number;
  /** Who waits for it. */
  readonly engines: readonly EngineType[];
}
