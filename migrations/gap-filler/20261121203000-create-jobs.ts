import { sqlMigration } from '../shared/sql-migration';

/**
 * What is fetched for a fill or a refresh. A job's row outlives its orders, chunks and log: it holds the counts.
 * `weight` is what percent and ETA are made of: a chunk weighs its expected rows and one. `weight_done` counts what has come, up to a chunk's
 * weight; `weight_left` what may still come, and is zero when every chunk has ended, however it ended.
 * `marks` are measuring points of the rate. A chunk's counts and a job's never go back, and a chunk that has ended stays as it is.
 */
export const createJobs = sqlMigration('CreateJobs1795293000000', [
  `CREATE TABLE fetch_jobs (
     job_id uuid PRIMARY KEY,
     job_kind text NOT NULL,
     model_id uuid,
     expected bigint NOT NULL DEFAULT 0,
     fetched bigint NOT NULL DEFAULT 0,
     inserted bigint NOT NULL DEFAULT 0,
     refused bigint NOT NULL DEFAULT 0,
     refused_by jsonb NOT NULL DEFAULT '{}',
     chunks_total integer NOT NULL DEFAULT 0,
     chunks_completed integer NOT NULL DEFAULT 0,
     chunks_failed integer NOT NULL DEFAULT 0,
     chunks_cancelled integer NOT NULL DEFAULT 0,
     weight bigint NOT NULL DEFAULT 0,
     weight_done bigint NOT NULL DEFAULT 0,
     weight_left bigint NOT NULL DEFAULT 0,
     marks jsonb NOT NULL DEFAULT '[]',
     created_at timestamptz NOT NULL DEFAULT now(),
     begun_at timestamptz,
     fetching_since timestamptz,
     heard_at timestamptz NOT NULL DEFAULT now(),
     asked_at timestamptz,
     fetching_ended_at timestamptz,
     cancel_asked_at timestamptz,
     last_line bigint NOT NULL DEFAULT 0,
     told_line bigint NOT NULL DEFAULT 0,
     told_at timestamptz,
     untold boolean NOT NULL DEFAULT false
   ) WITH (fillfactor = 70)`,
  `CREATE INDEX idx_fetch_jobs_fetching ON fetch_jobs (heard_at) WHERE begun_at IS NOT NULL AND fetching_ended_at IS NULL`,
  `CREATE INDEX idx_fetch_jobs_untold ON fetch_jobs (told_at) WHERE untold`,
  `CREATE INDEX idx_fetch_jobs_created ON fetch_jobs (created_at)`,
  `CREATE TABLE job_orders (
     task_id uuid PRIMARY KEY,
     job_id uuid NOT NULL REFERENCES fetch_jobs ON DELETE CASCADE,
     data_type text NOT NULL,
     region text NOT NULL,
     lane text NOT NULL,
     page_size integer NOT NULL,
     estimated_records bigint,
     ordered_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX idx_job_orders_job ON job_orders (job_id)`,
  `CREATE TABLE job_chunks (
     task_id uuid NOT NULL REFERENCES job_orders ON DELETE CASCADE,
     chunk integer NOT NULL,
     instance_types text[] NOT NULL,
     start_at timestamptz,
     end_at timestamptz,
     expected_records bigint NOT NULL,
     status text NOT NULL DEFAULT 'queued',
     pages integer NOT NULL DEFAULT 0,
     fetched bigint NOT NULL DEFAULT 0,
     inserted bigint NOT NULL DEFAULT 0,
     refused bigint NOT NULL DEFAULT 0,
     refused_by jsonb NOT NULL DEFAULT '{}',
     error_message text,
     started_at timestamptz,
     completed_at timestamptz,
     PRIMARY KEY (task_id, chunk)
   ) WITH (fillfactor = 80)`,
  `CREATE TABLE job_log (
     job_id uuid NOT NULL REFERENCES fetch_jobs ON DELETE CASCADE,
     line bigint NOT NULL,
     at timestamptz NOT NULL DEFAULT clock_timestamp(),
     level text NOT NULL,
     text text NOT NULL,
     topic text,
     times integer NOT NULL DEFAULT 1,
     PRIMARY KEY (job_id, line)
   )`,
  // A line of the same topic is said once and counted.
  `CREATE UNIQUE INDEX uq_job_log_topic ON job_log (job_id, topic) WHERE topic IS NOT NULL`,
]);
