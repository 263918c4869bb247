import { sqlMigration } from '../shared/sql-migration';

/**
 * One job for a cluster and an episode. `lease_token` is held by one worker at a time; `fencing_token` only ever rises.
 * `lease_until` is null while nobody holds the job, so that `idx_rebalance_jobs_due` has in its order whatever may be taken next.
 */
export const createRebalanceJobs = sqlMigration('CreateRebalanceJobs1795302240000', [
  `CREATE TABLE proactive_rebalance_jobs (
     job_id uuid PRIMARY KEY,
     customer_id text NOT NULL,
     cluster_id text NOT NULL,
     source_instance_type varchar(50) NOT NULL,
     source_availability_zone varchar(50) NOT NULL,
     region varchar(50) NOT NULL,
     reason text NOT NULL,
     priority varchar(20) NOT NULL DEFAULT 'HIGH',
     status varchar(20) NOT NULL DEFAULT 'PENDING',
     target_instance_type varchar(50),
     target_availability_zone varchar(50),
     target_capacity_type text,
     target_safety_score numeric(5,4),
     nodes integer NOT NULL,
     episode_id uuid NOT NULL,
     evidence jsonb NOT NULL DEFAULT '{}',
     created_at timestamptz NOT NULL DEFAULT now(),
     available_at timestamptz NOT NULL DEFAULT now(),
     started_at timestamptz,
     completed_at timestamptz,
     error_message text,
     attempts integer NOT NULL DEFAULT 0,
     worker text,
     lease_token uuid,
     lease_until timestamptz,
     fencing_token bigint NOT NULL DEFAULT 0,
     moved_nodes integer,
     CONSTRAINT uq_rebalance_jobs_episode UNIQUE (episode_id, customer_id, cluster_id)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX idx_rebalance_jobs_status ON proactive_rebalance_jobs (status, priority, created_at)`,
  `CREATE INDEX idx_rebalance_jobs_customer ON proactive_rebalance_jobs (customer_id)`,
  `CREATE INDEX idx_rebalance_jobs_age ON proactive_rebalance_jobs (created_at, job_id)`,
  `CREATE INDEX idx_rebalance_jobs_due ON proactive_rebalance_jobs (coalesce(lease_until, available_at), nodes DESC, job_id) WHERE status IN ('PENDING', 'IN_PROGRESS')`,
]);
