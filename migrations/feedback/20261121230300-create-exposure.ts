import { sqlMigration } from '../shared/sql-migration';

/**
 * Who has spot nodes where, and for how long they had them.
 * `exposure_hours` holds each hour of each cluster once, for as long as it may be corrected: `pools` is an object of ten-thousandths of an instance-hour by
 * `type/zone`. Of two accounts of an hour, `hours` counts before `snapshot`, then the later one, then the higher `mark`; the same for inventories.
 * `pool_exposure` are their sums by pool and customer. `observed_hours` counts hours in which the customer had a node there. `effective` adds up, of each of them, what the
 * customer's nodes are worth as evidence, times two to the power of the hour's distance from a fixed epoch in half-lives: no sum depends on the order in which hours come.
 * `feedback_learning_stats`: one row a day, the newest is the count. `exposure_arrivals`: when anything came last, and since when is waited for it.
 */
export const createExposure = sqlMigration('CreateExposure1795302180000', [
  `CREATE TABLE cluster_inventory (
     customer_id text NOT NULL,
     cluster_id text NOT NULL,
     region text NOT NULL,
     observed_at timestamptz NOT NULL,
     mark text COLLATE "C" NOT NULL DEFAULT '',
     PRIMARY KEY (customer_id, cluster_id)
   ) WITH (fillfactor = 80)`,
  `CREATE TABLE pool_inventory (
     customer_id text NOT NULL,
     cluster_id text NOT NULL,
     instance_type varchar(63) NOT NULL,
     availability_zone varchar(63) NOT NULL,
     region text NOT NULL,
     nodes integer NOT NULL,
     observed_at timestamptz NOT NULL,
     PRIMARY KEY (customer_id, cluster_id, instance_type, availability_zone)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX idx_pool_inventory_pool ON pool_inventory (instance_type, availability_zone)`,
  `CREATE TABLE exposure_hours (
     customer_id text NOT NULL,
     cluster_id text NOT NULL,
     hour timestamptz NOT NULL,
     source text NOT NULL,
     observed_at timestamptz NOT NULL,
     mark text COLLATE "C" NOT NULL,
     pools jsonb NOT NULL,
     PRIMARY KEY (customer_id, hour, cluster_id)
   )`,
  `CREATE INDEX idx_exposure_hours_age ON exposure_hours (hour)`,
  `CREATE TABLE pool_exposure (
     instance_type varchar(63) NOT NULL,
     availability_zone varchar(63) NOT NULL,
     customer_id text NOT NULL,
     region text NOT NULL,
     instance_hours numeric(16,4) NOT NULL DEFAULT 0,
     observed_hours integer NOT NULL DEFAULT 0,
     effective double precision NOT NULL DEFAULT 0,
     PRIMARY KEY (instance_type, availability_zone, customer_id)
   ) WITH (fillfactor = 80)`,
  `CREATE TABLE feedback_learning_stats (
     stat_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
     stat_day date NOT NULL UNIQUE,
     total_instance_hours bigint NOT NULL DEFAULT 0,
     total_interruptions integer NOT NULL DEFAULT 0,
     total_successful_deployments integer NOT NULL DEFAULT 0,
     current_feedback_weight numeric(5,4) NOT NULL DEFAULT 0,
     prediction_accuracy numeric(5,4),
     avg_confidence numeric(5,4),
     total_reports bigint NOT NULL DEFAULT 0,
     customers integer NOT NULL DEFAULT 0,
     last_report_at timestamptz,
     last_updated timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE milestones_passed (
     milestone text PRIMARY KEY,
     total_instance_hours bigint NOT NULL,
     passed_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE exposure_arrivals (
     id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
     since timestamptz NOT NULL DEFAULT now(),
     last_at timestamptz
   )`,
  `INSERT INTO exposure_arrivals (id) VALUES (1)`,
]);
