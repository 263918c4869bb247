import type { PriceSnapshotPublished } from '@ml/contracts/pricing';
import type { FactSource } from '@ml/contracts/decision';
import type { Behind } from '@ml/domain/prices/rebuild-due';
import type { Tx } from '../../tx';
import type { Sql } from '../../sql';

/** Only one replica at a time builds the snapshot of a region; the lock ends with the transaction. */
export const lockSnapshotOf = async (tx: Tx, region: string): Promise<void> => {
  await tx.execute(`select pg_advisory_xact_lock(hashtext('price snapshot'), hashtext($1))`, [region]);
};

/** What a snapshot was made of. */
export interface BuiltFrom {
  readonly source: FactSource;
  /** See `writtenRevision`. */
  readonly revision: number;
}

export const logSnapshot = async (tx: Tx, published: PriceSnapshotPublished, from: BuiltFrom): Promise<void> => {
  await tx.execute(
    `insert into price_snapshots (region, snapshot_id, as_of, prices_as_of, source, types, pools, published_at, built_revision, history_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [published.region, published.snapshot_id, published.as_of, published.prices_as_of, from.source, published.types, published.pools, published.published_at, from.revision, published.history_id ?? null],
  );
};

/** Newer rows gave the same snapshot: it is as new as they are. */
export const logUnchanged = async (tx: Tx, region: string, { revision }: BuiltFrom): Promise<void> => {
  await tx.execute('update price_snapshots set built_revision = $2 where revision = (select max(revision) from price_snapshots where region = $1)', [region, revision]);
};

/** Grows with every write that a snapshot of the region can show. To be read before the facts: then a write in between is not overlooked. */
export const writtenRevision = async (tx: Tx, region: string): Promise<number> => {
  const [row] = await tx.query<{ revision: number }>(`select coalesce(sum(revision), 0)::bigint as revision from source_states where region in ($1, '*')`, [region]);
  return row?.revision ?? 0;
};

interface SnapshotRow {
  readonly region: string;
  readonly snapshot_id: string;
  readonly history_id: string | null;
  readonly as_of: Date;
  readonly prices_as_of: Date | null;
  readonly types: number;
  readonly pools: number;
  readonly published_at: Date;
}

/** The newest snapshot of each region, or of one. */
export const newestSnapshots = async (sql: Sql, region: string | null = null): Promise<readonly PriceSnapshotPublished[]> => {
  const rows = await sql.query<SnapshotRow>(
    `select distinct on (region) region, snapshot_id, history_id, as_of, prices_as_of, types, pools, published_at
     from price_snapshots where $1::text is null or region = $1 order by region, revision desc`,
    [region],
  );
  return rows.map((row) => ({
    region: row.region,
    snapshot_id: row.snapshot_id,
    ...(row.history_id !== null && { history_id: row.history_id }),
    as_of: row.as_of.toISOString(),
    prices_as_of: row.prices_as_of?.toISOString() ?? null,
    types: row.types,
    pools: row.pools,
    published_at: row.published_at.toISOString(),
  }));
};

export interface RegionBehind extends Behind {
  readonly region: string;
}

/** Regions of which more was written than their newest snapshot knows: by another process, or by one that died before it could tell. */
export const regionsBehind = (sql: Sql): Promise<RegionBehind[]> =>
  sql.query<RegionBehind>(`
    with written as (
      select region, (sum(revision) + (select coalesce(sum(revision), 0) from source_states where region = '*'))::bigint as revision
      from source_states where region <> '*' group by region having sum(revision) > 0
    )
    select written.region, written.revision,
      exists (select from fetch_chunks where fetch_chunks.region = written.region and status = 'running' and updated_at > now() - interval '15 minutes') as fetching
    from written
    left join lateral (select built_revision from price_snapshots where price_snapshots.region = written.region order by revision desc limit 1) newest on true
    where newest.built_revision is distinct from written.revision order by written.region`);
