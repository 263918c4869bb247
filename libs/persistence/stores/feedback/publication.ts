import type { Tx } from '../../tx';

/** The pool snapshot that was told last. */
export interface Publication {
  /** Ascending; 0 before the first. */
  readonly revision: number;
  readonly snapshot_id: string | null;
  readonly content_hash: string | null;
  readonly published_at: Date | null;
}

interface Locked {
  readonly told: Publication;
  /** The database's clock, once nobody else publishes. */
  readonly now: Date;
}

/** Whoever holds it publishes: what the next one reads is newer than what this one has read. */
export const lockPublication = async (tx: Tx): Promise<Locked> => {
  const [told] = await tx.query<Publication>('SELECT revision, snapshot_id, content_hash, published_at FROM pool_publications WHERE id = 1 FOR UPDATE');
  const [clock] = await tx.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return { told: told ?? { revision: 0, snapshot_id: null, content_hash: null, published_at: null }, now: clock?.now ?? new Date() };
};

/** A revision is never given again, also not by a database that was restored from yesterday's copy. */
export const notePublication = async (tx: Tx, { snapshot_id, content_hash, published_at }: Omit<Publication, 'revision'>): Promise<number> => {
  const [row] = await tx.query<{ revision: number }>(
    `UPDATE pool_publications SET revision = greatest(revision + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint), snapshot_id = $1, content_hash = $2, published_at = $3
     WHERE id = 1 RETURNING revision`,
    [snapshot_id, content_hash, published_at],
  );
  return row?.revision ?? 0;
};
