import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import { ITS_EPISODE_LASTS, UNHELD } from './rebalance-row';

/** Of jobs that somebody is just taking or ending nothing is said: they are looked at again. */
const alone = (condition: string): string => `job_id IN (SELECT job_id FROM proactive_rebalance_jobs AS job WHERE ${condition} FOR UPDATE OF job SKIP LOCKED)`;

/** What the cluster has there now. */
const HELD = (job: string): string => `held.customer_id = ${job}.customer_id AND held.cluster_id = ${job}.cluster_id
  AND held.instance_type = ${job}.source_instance_type AND held.availability_zone = ${job}.source_availability_zone AND held.nodes > 0`;

const SPENT = `UPDATE proactive_rebalance_jobs SET status = 'FAILED', completed_at = $1, lease_until = NULL,
    error_message = 'it was leased ' || attempts || ' times, and the last lease (' || worker || ') ran out' || coalesce('; before: ' || left(error_message, 1000), '')
  WHERE ${alone("job.status = 'IN_PROGRESS' AND job.lease_until <= $1::timestamptz AND job.attempts >= $2")}`;

/** Jobs whose last lease has run out have failed. @returns how many */
export const failSpent = (sql: Sql, now: Date, mostAttempts: number): Promise<number> => sql.execute(SPENT, [now, mostAttempts]);

const expire = (why: string, condition: string): string =>
  `UPDATE proactive_rebalance_jobs SET status = 'EXPIRED', completed_at = $1, lease_until = NULL, error_message = '${why}' WHERE ${alone(`${UNHELD('$1')} AND ${condition}`)}`;

const RECOVERED = expire('the pool has recovered', `NOT ${ITS_EPISODE_LASTS('job.episode_id')}`);
const LEFT = expire(
  'the newest snapshot of the cluster has no spot node there',
  `EXISTS (SELECT FROM cluster_inventory AS cluster WHERE cluster.customer_id = job.customer_id AND cluster.cluster_id = job.cluster_id AND cluster.observed_at >= job.created_at)
   AND NOT EXISTS (SELECT FROM pool_inventory AS held WHERE ${HELD('job')})`,
);

/** Jobs that nobody holds and that are not needed any more. @returns how many */
export const expireJobs = async (sql: Sql, now: Date): Promise<number> => (await sql.execute(RECOVERED, [now])) + (await sql.execute(LEFT, [now]));

const RECOUNT = `UPDATE proactive_rebalance_jobs AS changed SET nodes = held.nodes FROM pool_inventory AS held
  WHERE ${HELD('changed')} AND changed.${alone(`job.status = 'PENDING' AND EXISTS (SELECT FROM pool_inventory AS held WHERE ${HELD('job')} AND held.nodes <> job.nodes)`)}`;

/** Jobs say how many nodes the cluster has there now. */
export const recountNodes = (sql: Sql): Promise<number> => sql.execute(RECOUNT);

const MISAIMED = `UPDATE proactive_rebalance_jobs SET target_instance_type = NULL, target_availability_zone = NULL, target_capacity_type = NULL, target_safety_score = NULL
  WHERE ${alone(`${UNHELD('$1')} AND job.target_capacity_type = 'spot' AND EXISTS (SELECT FROM pool_episodes AS other WHERE other.ended_at IS NULL AND other.level = 'CONFIRMED_RISKY'
    AND other.instance_type = job.target_instance_type AND other.availability_zone = job.target_availability_zone)`)}`;

/** Nobody is sent to a pool that has become risky itself: those jobs need another target. @returns how many */
export const takeBackTargets = (sql: Sql, now: Date): Promise<number> => sql.execute(MISAIMED, [now]);

/** Whether this transaction is the one that keeps the jobs up: one at a time over all replicas. */
export const takeUpkeep = async (tx: Tx): Promise<boolean> => {
  const [row] = await tx.query<{ taken: boolean }>("SELECT pg_try_advisory_xact_lock(hashtextextended('rebalance-upkeep', 0)) AS taken");
  return row?.taken ?? false;
};

const KEPT = "interval '90 days'";

/** Jobs that ended long ago. What was made later cannot have ended before: the index is by age. @returns how many */
export const forgetJobs = (sql: Sql, now: Date): Promise<number> =>
  sql.execute(`DELETE FROM proactive_rebalance_jobs WHERE created_at < $1::timestamptz - ${KEPT} AND completed_at < $1::timestamptz - ${KEPT}`, [now]);
