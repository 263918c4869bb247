import type { PoolKey } from '@ml/contracts/pools';
import type { Episode } from '@ml/domain/learning/levels/episode-after';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';

export type PoolEpisode = PoolKey & Episode;

const milliseconds = (column: string, name: string): string => `(extract(epoch FROM ${column}) * 1000)::float8 AS ${name}`;
const TIMES = [
  milliseconds('first_interruption_at', 'first_at'),
  milliseconds('last_interruption_at', 'last_at'),
  ...['started_at', 'confirmed_at', 'ends_at', 'ended_at'].map((name) => milliseconds(name, name)),
].join(', ');
const COLUMNS = `episode_id, instance_type, availability_zone, region, level, peak_level, customers, interruptions, customer_ids, steps, ${TIMES}`;

const OPEN = {
  name: 'pool-episodes-open',
  text: `SELECT ${COLUMNS} FROM unnest($1::text[], $2::text[]) AS asked (instance_type, availability_zone) JOIN pool_episodes USING (instance_type, availability_zone) WHERE ended_at IS NULL`,
};

/** At most one of each pool. Whoever means to change them holds the pools: see `lockPools`. */
export const openEpisodes = (tx: Tx, pools: readonly PoolKey[]): Promise<readonly PoolEpisode[]> =>
  tx.query<PoolEpisode>(OPEN, [pools.map((pool) => pool.instance_type), pools.map((pool) => pool.availability_zone)]);

const KEEP = {
  name: 'pool-episodes-keep',
  text: `INSERT INTO pool_episodes (episode_id, instance_type, availability_zone, region, level, peak_level, customers, interruptions, customer_ids, steps,
      first_interruption_at, last_interruption_at, started_at, confirmed_at, ends_at, ended_at)
    SELECT episode_id, instance_type, availability_zone, region, level, peak_level, customers, interruptions, ARRAY(SELECT jsonb_array_elements_text(customer_ids)), steps,
      first_at, last_at, started_at, confirmed_at, ends_at, ended_at
    FROM jsonb_to_recordset($1::jsonb) AS kept (episode_id uuid, instance_type text, availability_zone text, region text, level text, peak_level text, customers integer, interruptions integer,
      customer_ids jsonb, steps integer, first_at timestamptz, last_at timestamptz, started_at timestamptz, confirmed_at timestamptz, ends_at timestamptz, ended_at timestamptz)
    ON CONFLICT (episode_id) DO UPDATE SET level = excluded.level, peak_level = excluded.peak_level, customers = excluded.customers, interruptions = excluded.interruptions,
      customer_ids = excluded.customer_ids, steps = excluded.steps, first_interruption_at = excluded.first_interruption_at, last_interruption_at = excluded.last_interruption_at,
      confirmed_at = excluded.confirmed_at, ends_at = excluded.ends_at, ended_at = excluded.ended_at`,
};

/** Those that are over go first: a pool has one open episode at most. */
export const keepEpisodes = async (tx: Tx, episodes: readonly PoolEpisode[]): Promise<void> => {
  for (const kept of [episodes.filter(({ ended_at }) => ended_at !== null), episodes.filter(({ ended_at }) => ended_at === null)]) {
    if (kept.length > 0) await tx.execute(KEEP, [JSON.stringify(kept.map(withInstants))]);
  }
};

const withInstants = (episode: PoolEpisode): object => ({
  ...episode,
  first_at: instant(episode.first_at),
  last_at: instant(episode.last_at),
  started_at: instant(episode.started_at),
  confirmed_at: instant(episode.confirmed_at),
  ends_at: instant(episode.ends_at),
  ended_at: instant(episode.ended_at),
});

const instant = (milliseconds: number | null): string | null => (milliseconds === null ? null : new Date(milliseconds).toISOString());

/** A confirmed pool falls by one level a window before its episode ends. */
const DUE = `SELECT instance_type, availability_zone, region FROM pool_episodes
  WHERE ended_at IS NULL AND (ends_at <= $1 OR (level = 'CONFIRMED_RISKY' AND ends_at <= $1::timestamptz + $2 * interval '1 millisecond')) ORDER BY ends_at LIMIT $3`;

/** Pools whose level should have fallen by `now`. */
export const poolsDue = (sql: Sql, now: Date, { windowMs, limit }: { readonly windowMs: number; readonly limit: number }): Promise<readonly PoolKey[]> =>
  sql.query<PoolKey>(DUE, [now, windowMs, limit]);

export interface PoolsAtRisk {
  readonly uncertain: number;
  readonly confirmed_risky: number;
  readonly blocked: number;
}

export const poolsByLevel = async (sql: Sql, now: Date): Promise<PoolsAtRisk> => {
  const [row] = await sql.query<PoolsAtRisk>(
    `SELECT count(*) FILTER (WHERE level = 'UNCERTAIN') AS uncertain, count(*) FILTER (WHERE level = 'CONFIRMED_RISKY') AS confirmed_risky,
       (SELECT count(*) FROM pool_blocks WHERE blocked_until > $1) AS blocked
     FROM pool_episodes WHERE ended_at IS NULL`,
    [now],
  );
  return row ?? { uncertain: 0, confirmed_risky: 0, blocked: 0 };
};

/** Episodes that ended before; rows that were deleted. */
export const forgetEpisodes = (sql: Sql, before: Date): Promise<number> => sql.execute('DELETE FROM pool_episodes WHERE ended_at < $1', [before]);
