const DAY_SECONDS = 86_400;
const HALF_AN_HOUR = 1_800;

/**
 * Classes of blobs: how long they live, until which age the same bytes are not written again, and whether they belong into the backup.
 * What is named by a decision must have the life of a decision before it whenever it is named: age at reuse and life are chosen for that.
 */
export const BLOB_KINDS = {
  /** A message too large for the bus: read within seconds. */
  transient: { bucket: 'ml-transient', ttlSeconds: 3_600, reusedUntilSeconds: HALF_AN_HOUR, backedUp: false },
  /** Facts that decisions were made with. */
  snapshot: { bucket: 'ml-snapshot', ttlSeconds: 400 * DAY_SECONDS, reusedUntilSeconds: 30 * DAY_SECONDS, backedUp: true },
  /** What the newest price snapshots say to models; made again every hour, named by no decision. */
  history: { bucket: 'ml-history', ttlSeconds: 2 * DAY_SECONDS, reusedUntilSeconds: DAY_SECONDS / 2, backedUp: false },
  /** The newest state of each cluster, for scheduled scans. Older than a day it is not decided on; an older one of the same cluster expires by itself. */
  cluster: { bucket: 'ml-cluster', ttlSeconds: 2 * DAY_SECONDS, reusedUntilSeconds: DAY_SECONDS / 2, backedUp: false },
  /** Models as they were uploaded: there is no other copy. */
  model: { bucket: 'ml-model', ttlSeconds: 0, reusedUntilSeconds: Number.POSITIVE_INFINITY, backedUp: true },
  /** Exported datasets: deleted by their owner when they are too old, or hold somebody who was erased. */
  export: { bucket: 'ml-export', ttlSeconds: 0, reusedUntilSeconds: Number.POSITIVE_INFINITY, backedUp: true },
  /** Projected states, for replay. */
  replay: { bucket: 'ml-replay', ttlSeconds: 400 * DAY_SECONDS, reusedUntilSeconds: 30 * DAY_SECONDS, backedUp: true },
} as const;

export type BlobKind = keyof typeof BLOB_KINDS;

/** An id does not say its kind. Most blobs that are read again are snapshots; looked for in this order. */
export const SEARCH_ORDER: readonly BlobKind[] = ['snapshot', 'transient', 'replay', 'cluster', 'model', 'export', 'history'];
