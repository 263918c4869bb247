import { sqlMigration } from '../shared/sql-migration';

/** Jobs that may be taken now, in the order in which they are handed out: pending ones whose turn has come, and those whose worker let the lease run out; none whose pool has recovered. */
export const listPendingJobs = sqlMigration('ListPendingJobs1795302840000', [
  `CREATE FUNCTION get_pending_rebalance_jobs(p_limit integer)
   RETURNS TABLE (job_id uuid, customer_id text, cluster_id text, source_instance_type varchar, source_availability_zone varchar, region varchar, reason text, priority varchar,
     target_instance_type varchar, target_availability_zone varchar, target_capacity_type text, nodes integer, episode_id uuid, attempts integer, created_at timestamptz, available_at timestamptz)
   LANGUAGE sql VOLATILE AS $$
     SELECT job.job_id, job.customer_id, job.cluster_id, job.source_instance_type, job.source_availability_zone, job.region, job.reason, job.priority,
       job.target_instance_type, job.target_availability_zone, job.target_capacity_type, job.nodes, job.episode_id, job.attempts, job.created_at, job.available_at
     FROM proactive_rebalance_jobs AS job
     WHERE job.status IN ('PENDING', 'IN_PROGRESS') AND coalesce(job.lease_until, job.available_at) <= (SELECT clock_timestamp())
       AND EXISTS (SELECT FROM pool_episodes AS episode WHERE episode.episode_id = job.episode_id AND episode.ended_at IS NULL)
     ORDER BY coalesce(job.lease_until, job.available_at), job.nodes DESC, job.job_id
     LIMIT least(greatest(p_limit, 0), 10000)
   $$`,
]);
