import { sqlMigration } from '../shared/sql-migration';

/**
 * Reports are kept one by one. What was accepted and cannot be counted (the event id of another report) is kept in `refused_reports`.
 * `source` is `hours` for what came as a count of an hour: it teaches, but no window looks at it.
 */
export const createInterruptions = sqlMigration('CreateInterruptions1795302060000', [
  `CREATE TABLE interruption_feedback (
     interruption_id uuid PRIMARY KEY,
     customer_id text NOT NULL,
     cluster_id text NOT NULL,
     instance_type varchar(50) NOT NULL,
     availability_zone varchar(50) NOT NULL,
     region varchar(50) NOT NULL,
     workload_type varchar(50),
     day_of_week smallint NOT NULL,
     hour_of_day smallint NOT NULL,
     was_predicted boolean,
     risk_score_at_deployment numeric(5,4),
     total_recovery_seconds integer,
     customer_impact varchar(50),
     interruption_timestamp timestamptz NOT NULL,
     nodes integer NOT NULL DEFAULT 1,
     source text NOT NULL DEFAULT 'report',
     event_id text,
     dedupe_key text NOT NULL,
     body_hash text NOT NULL,
     received_at timestamptz NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT uq_interruption_feedback_report UNIQUE (customer_id, dedupe_key)
   )`,
  `CREATE INDEX idx_interruption_cross_client ON interruption_feedback (instance_type, availability_zone, region, interruption_timestamp)`,
  `CREATE INDEX idx_interruption_feedback_age ON interruption_feedback (interruption_timestamp)`,
  `CREATE TABLE refused_reports (
     report_id uuid PRIMARY KEY,
     customer_id text NOT NULL,
     code text NOT NULL,
     body jsonb NOT NULL,
     received_at timestamptz NOT NULL
   )`,
  `CREATE INDEX idx_refused_reports_age ON refused_reports (received_at)`,
]);
