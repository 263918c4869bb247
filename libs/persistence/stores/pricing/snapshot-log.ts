import type { PriceSnapshotPublished } from '@ml/contracts/pricing';
import type { FactSource } from '@ml/contracts/decision';
import type { Tx } from '../../tx';
import type { Sql } from './sql';

/** Only one replica at a time builds the snapshot of a region; the lock ends with the transaction. */
export const lockSnapshotOf = async (tx: Tx, region: string): Promise<void> => {
  await tx.execute(`select pg_advisory_xact_lock(hashtext('price snapshot'), hashtext($1))`, [region]);
};

export const logSnapshot = async (tx: Tx, published: PriceSnapshotPublished, source: FactSource): Promise<void> => {
  await tx.execute(
    `insert into price_snapshots (region, snapshot_id, as_of, prices_as_of, source, types, pools, published_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [published.region, published.snapshot_id, published.as_of, published.prices_as_of, source, published.types, published.pools, published.published_at],
  );
};

interface SnapshotRow {
  readonly region: string;
  readonly snapshot_id: string;
  readonly as_of: Date;
  readonly prices_as_of: Date | null;
  readonly types: number;
  readonly pools: number;
  readonly published_at: Date;
}

/** The newest snapshot of each region, or of one. */
export const newestSnapshots = async (sql: Sql, region: string | null = null): Promise<readonly PriceSnapshotPublished[]> => {
  const rows = await sql.query<SnapshotRow>(
    `select distinct on (region) region, snapshot_id, as_of, prices_as_of, types, pools, published_at
     from price_snapshots where $1::text is null or region = $1 order by region, revision desc`,
    [region],
  );
  return rows.map((row) => ({
    region: row.region,
    snapshot_id: row.snapshot_id,
    as_of: row.as_of.toISOString(),
    prices_as_of: row.prices_as_of?.toISOString() ?? null,
    types: row.types,
    pools: row.pools,
    published_at: row.published_at.toISOString(),
  }));
};

export interface RegionBehind {
  readonly region: string;
  readonly changed_at: Date;
}

/** Regions in which something was written after their newest snapshot: by another process, or by one that died before it could tell. */
export const regionsBehind = (sql: Sql): Promise<RegionBehind[]> =>
  sql.query<RegionBehind>(`
    with changed as (
      select region, greatest(max(changed_at), (select max(changed_at) from source_states where region = '*')) as changed_at
      from source_states where region <> '*' and revision > 0 group by region
    )
    select changed.region, changed.changed_at from changed
    left join (select region, max(published_at) as published_at from price_snapshots group by region) newest using (region)
    where changed.changed_at > coalesce(newest.published_at, '-infinity') order by changed.region`);
