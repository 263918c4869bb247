const DAY_SECONDS = 86_400;

/** Classes of blobs: how long they live and whether they belong into the backup. */
export const BLOB_KINDS = {
  /** A message too large for the bus: read within seconds. */
  transient: { bucket: 'ml-transient', ttlSeconds: 3_600, backedUp: false },
  /** Facts that decisions were made with: they live longer than the decisions that name them. */
  snapshot: { bucket: 'ml-snapshot', ttlSeconds: 400 * DAY_SECONDS, backedUp: true },
  /** Projected states, for replay. */
  replay: { bucket: 'ml-replay', ttlSeconds: 400 * DAY_SECONDS, backedUp: true },
} as const;

export type BlobKind = keyof typeof BLOB_KINDS;
