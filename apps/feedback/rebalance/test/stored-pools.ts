import { randomUUID } from 'node:crypto';
import type { PoolKey, PoolLevel } from '@ml/contracts/pools';
import type { Sql } from '@ml/persistence/sql';

export const POOL: PoolKey = { instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1' };

interface Episode {
  readonly pool?: PoolKey;
  readonly level?: PoolLevel;
  readonly hit?: readonly string[];
}

/** As the assessor leaves it when a third customer was interrupted. @returns its id */
export const storeEpisode = async (sql: Sql, { pool = POOL, level = 'CONFIRMED_RISKY', hit = ['hit-1', 'hit-2', 'hit-3'] }: Episode = {}): Promise<string> => {
  const id = randomUUID();
  await sql.execute(
    `INSERT INTO pool_episodes (episode_id, instance_type, availability_zone, region, level, peak_level, customers, interruptions, customer_ids, first_interruption_at, last_interruption_at, started_at, confirmed_at, ends_at)
     VALUES ($1, $2, $3, $4, $5, 'CONFIRMED_RISKY', $6, $6, $7, now(), now(), now(), now(), now() + interval '2 hours')`,
    [id, pool.instance_type, pool.availability_zone, pool.region, level, hit.length, [...hit]],
  );
  return id;
};

export const endEpisode = (sql: Sql, id: string): Promise<number> => sql.execute(`UPDATE pool_episodes SET ended_at = now(), level = 'NORMAL' WHERE episode_id = $1`, [id]);

interface Held {
  readonly customer_id: string;
  readonly cluster_id?: string;
  /** 0: the cluster was seen and has none. */
  readonly nodes: number;
  readonly pool?: PoolKey;
  readonly ageHours?: number;
}

/** As the newest snapshots of clusters leave it. */
export const storeInventory = async (sql: Sql, held: readonly Held[]): Promise<void> => {
  const rows = held.map(({ customer_id, cluster_id = `${customer_id}-c`, nodes, pool = POOL, ageHours = 0 }) => ({ customer_id, cluster_id, nodes, ...pool, age: ageHours }));
  const said = `jsonb_to_recordset($1::jsonb) AS said (customer_id text, cluster_id text, nodes integer, instance_type text, availability_zone text, region text, age float8)`;
  await sql.execute(
    `INSERT INTO cluster_inventory (customer_id, cluster_id, region, observed_at, mark) SELECT DISTINCT customer_id, cluster_id, region, clock_timestamp() - age * interval '1 hour', '' FROM ${said}
     ON CONFLICT (customer_id, cluster_id) DO UPDATE SET observed_at = excluded.observed_at`,
    [JSON.stringify(rows)],
  );
  await sql.execute(`DELETE FROM pool_inventory USING ${said} WHERE pool_inventory.customer_id = said.customer_id AND pool_inventory.cluster_id = said.cluster_id`, [JSON.stringify(rows)]);
  await sql.execute(
    `INSERT INTO pool_inventory (customer_id, cluster_id, instance_type, availability_zone, region, nodes, observed_at)
     SELECT customer_id, cluster_id, instance_type, availability_zone, region, nodes, clock_timestamp() - age * interval '1 hour' FROM ${said} WHERE nodes > 0`,
    [JSON.stringify(rows)],
  );
};

/** Due jobs of so many customers. */
export const storeJobs = async (sql: Sql, episodeId: string, customers: readonly string[]): Promise<void> => {
  await sql.execute(
    `INSERT INTO proactive_rebalance_jobs (job_id, customer_id, cluster_id, source_instance_type, source_availability_zone, region, reason, nodes, episode_id, available_at)
     SELECT gen_random_uuid(), customer, customer || '-c', 'm5.large', 'us-east-1a', 'us-east-1', 'spec', 3, $1, clock_timestamp() FROM unnest($2::text[]) AS customer`,
    [episodeId, [...customers]],
  );
};
