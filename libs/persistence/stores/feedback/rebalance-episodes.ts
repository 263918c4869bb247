import type { PoolKey, PoolLevel } from '@ml/contracts/pools';
import type { Sql } from '../../sql';
import { SEEN_WITHIN } from './clients-in-pool';
import { UNHELD } from './rebalance-row';

/** A pool in which customers are being interrupted. */
export interface RiskyEpisode extends PoolKey {
  readonly episode_id: string;
  readonly level: PoolLevel;
  readonly customers: number;
  /** They know already. */
  readonly customer_ids: readonly string[];
}

const COLUMNS = 'episode.episode_id, episode.instance_type, episode.availability_zone, episode.region, episode.level, episode.customers, episode.customer_ids';

/** Undefined when it has ended, or never was. */
export const openEpisode = async (sql: Sql, id: string): Promise<RiskyEpisode | undefined> => {
  const [row] = await sql.query<RiskyEpisode>(`SELECT ${COLUMNS} FROM pool_episodes AS episode WHERE episode_id = $1 AND ended_at IS NULL`, [id]);
  return row;
};

/**
 * Clusters (`held`) with spot nodes in the pool of an `episode`, of customers that it has not hit, without a job of it, and whose nodes nobody is moving out of there for an episode
 * before it. `$1` is now. Whatever is `NOT IN` is looked up in a hash: an array of names would be unpacked anew for every cluster.
 */
export const WITHOUT_JOB = `pool_inventory AS held JOIN cluster_inventory AS cluster USING (customer_id, cluster_id)
  WHERE held.instance_type = episode.instance_type AND held.availability_zone = episode.availability_zone AND held.nodes > 0
    AND cluster.observed_at > $1::timestamptz - ${SEEN_WITHIN}
    AND (episode.episode_id, customer_id) NOT IN (SELECT hit.episode_id, unnest(hit.customer_ids) FROM pool_episodes AS hit WHERE hit.ended_at IS NULL)
    AND NOT EXISTS (SELECT FROM proactive_rebalance_jobs AS made WHERE made.episode_id = episode.episode_id AND made.customer_id = held.customer_id AND made.cluster_id = held.cluster_id)
    AND (customer_id, cluster_id, held.instance_type, held.availability_zone) NOT IN
      (SELECT customer_id, cluster_id, source_instance_type, source_availability_zone FROM proactive_rebalance_jobs WHERE status = 'IN_PROGRESS' AND lease_until > $1::timestamptz)`;

const UNAIMED = `job.episode_id = episode.episode_id AND ${UNHELD('$1')} AND job.target_instance_type IS NULL`;

export interface WantingEpisode {
  readonly episode_id: string;
  /** Clusters have come that have no job yet. */
  readonly clusters: boolean;
  /** Jobs wait without a target. */
  readonly unaimed: boolean;
}

/** Materialized: otherwise each of them is looked for twice. */
const WANTING = `WITH open AS MATERIALIZED (
    SELECT episode.episode_id, episode.level = 'CONFIRMED_RISKY' AND EXISTS (SELECT FROM ${WITHOUT_JOB}) AS clusters,
      EXISTS (SELECT FROM proactive_rebalance_jobs AS job WHERE ${UNAIMED}) AS unaimed
      FROM pool_episodes AS episode WHERE episode.ended_at IS NULL AND episode.peak_level = 'CONFIRMED_RISKY')
  SELECT * FROM open WHERE clusters OR unaimed`;

/** Open episodes that want something done. */
export const wantingEpisodes = (sql: Sql, now: Date): Promise<WantingEpisode[]> => sql.query<WantingEpisode>(WANTING, [now]);

/** The newest pool snapshot that engines were told of. */
export const newestPoolSnapshot = async (sql: Sql): Promise<string | null> => {
  const [row] = await sql.query<{ snapshot_id: string | null }>('SELECT snapshot_id FROM pool_publications');
  return row?.snapshot_id ?? null;
};
