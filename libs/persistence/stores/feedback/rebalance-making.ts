import type { RebalanceTarget } from '@ml/domain/learning/rebalance/rebalance-targets';
import type { Tx } from '../../tx';
import { WITHOUT_JOB, type RiskyEpisode } from './rebalance-episodes';
import { UNHELD } from './rebalance-row';

/** Where the jobs of an episode are to go, and how that was found. */
export interface Aim {
  /** Jobs take them in this order, round and round; empty: nobody knows any. */
  readonly round: readonly RebalanceTarget[];
  readonly evidence: Readonly<Record<string, unknown>>;
}

export interface Making {
  readonly episode: RiskyEpisode;
  readonly aim: Aim;
  readonly now: Date;
  /** Of one pool that become due in a minute. */
  readonly perMinute: number;
}

const LONG_MS = 60_000;

/** `$2`: how many jobs there are before; `$3` to `$6`: the columns of the round, one null where it is empty. */
const targetAt = (place: string): readonly string[] => ['$3::text[]', '$4::text[]', '$5::text[]', '$6::float8[]'].map((column) => `(${column})[1 + (($2::bigint + ${place}) % cardinality($3::text[]))::int]`);

const columnsOf = ({ round }: Aim): readonly (readonly (string | number | null)[])[] =>
  round.length === 0 ? [[null], [null], [null], [null]] : [round.map((target) => target.instance_type), round.map((target) => target.availability_zone), round.map((target) => target.capacity_type), round.map((target) => target.safety_score)];

/** Whoever makes or aims jobs of an episode does so alone, until its transaction ends. */
export const lockMaking = async (tx: Tx, episodeId: string): Promise<void> => {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('rebalance:' || $1::text, 0))", [episodeId]);
};

interface Before {
  readonly jobs: number;
  /** When the last turn comes that was given out, and how many jobs have it. */
  readonly last_turn: Date | null;
  readonly in_turn: number;
}

const BEFORE = `SELECT count(*) AS jobs, max(available_at) FILTER (WHERE error_message IS NULL) AS last_turn,
    count(*) FILTER (WHERE error_message IS NULL AND available_at = (SELECT max(available_at) FROM proactive_rebalance_jobs WHERE episode_id = $1 AND error_message IS NULL)) AS in_turn
  FROM proactive_rebalance_jobs WHERE episode_id = $1`;

/** Above whatever earlier jobs of the same nodes have come to: whoever sleeps through the end of one of them is told apart from who has the next. */
const FIRST_NUMBER = 'floor(extract(epoch FROM $1::timestamptz) * 1000)::bigint';

const MAKE = `INSERT INTO proactive_rebalance_jobs (job_id, customer_id, cluster_id, source_instance_type, source_availability_zone, region, reason,
    target_instance_type, target_availability_zone, target_capacity_type, target_safety_score, nodes, episode_id, evidence, fencing_token, created_at, available_at)
  SELECT gen_random_uuid(), customer_id, cluster_id, instance_type, availability_zone, region, $8, ${targetAt('place').join(', ')}, nodes, episode_id, $9::jsonb, ${FIRST_NUMBER}, $1::timestamptz,
    greatest($1::timestamptz, $10::timestamptz + ($11::bigint + place) / $12::bigint * interval '1 minute')
  FROM (SELECT customer_id, cluster_id, episode.instance_type, episode.availability_zone, episode.region, held.nodes, episode.episode_id,
          row_number() OVER (ORDER BY held.nodes DESC, customer_id, cluster_id) - 1 AS place
        FROM pool_episodes AS episode, ${WITHOUT_JOB} AND episode.episode_id = $7 AND episode.ended_at IS NULL AND episode.level = 'CONFIRMED_RISKY') AS wanted
  ON CONFLICT (episode_id, customer_id, cluster_id) DO NOTHING`;

const MINUTE_MS = 60_000;

/**
 * A job for every cluster that should leave the pool and has none yet, those with most nodes first: so many become due in a minute, and each goes to the next target of the round.
 * The making is locked. @returns how many
 */
export const makeJobs = async (tx: Tx, { episode, aim, now, perMinute }: Making): Promise<number> => {
  await tx.allow(LONG_MS);
  const [before] = await tx.query<Before>(BEFORE, [episode.episode_id]);
  const { jobs = 0, last_turn = null, in_turn = 0 } = before ?? {};
  // The turn that was given out last is filled up, unless it has passed.
  const isCurrent = last_turn !== null && last_turn.getTime() > now.getTime() - MINUTE_MS;
  const turns = isCurrent ? [last_turn, in_turn] : [now, 0];
  const made = await tx.execute(MAKE, [now, jobs, ...columnsOf(aim), episode.episode_id, reasonOf(episode), JSON.stringify(aim.evidence), ...turns, perMinute]);
  if (made > 0) await tx.execute('UPDATE pool_episodes SET jobs_created = jobs_created + $2 WHERE episode_id = $1', [episode.episode_id, made]);
  return made;
};

const reasonOf = ({ customers, instance_type, availability_zone }: RiskyEpisode): string => `${String(customers)} customers were interrupted in ${instance_type}/${availability_zone} within the window: leave before you are, too`;

const AIM = `WITH unaimed AS MATERIALIZED (
    SELECT job_id, nodes FROM proactive_rebalance_jobs AS job WHERE episode_id = $1 AND ${UNHELD('$8')} AND target_instance_type IS NULL FOR UPDATE SKIP LOCKED),
  placed AS (SELECT job_id, row_number() OVER (ORDER BY nodes DESC, job_id) - 1 AS place FROM unaimed)
  UPDATE proactive_rebalance_jobs AS job
    SET (target_instance_type, target_availability_zone, target_capacity_type, target_safety_score) = (${targetAt('place').join(', ')}), evidence = $7::jsonb
    FROM placed WHERE job.job_id = placed.job_id`;

/** Gives the jobs that wait without a target the targets of the round. The making is locked. @returns how many */
export const aimJobs = async (tx: Tx, episodeId: string, { aim, now }: Pick<Making, 'aim' | 'now'>): Promise<number> => {
  if (aim.round.length === 0) return 0;
  await tx.allow(LONG_MS);
  return tx.execute(AIM, [episodeId, 0, ...columnsOf(aim), JSON.stringify(aim.evidence), now]);
};
