import { sqlMigration } from '../shared/sql-migration';

/**
 * The log is partitioned by month on its own key: ids are UUIDv7, whose first 48 bits are the time, so one range of ids is one month,
 * the primary key stays the id alone and retention drops whole partitions.
 */
export const createDecisionLog = sqlMigration('CreateDecisionLog1795251600000', [
  `CREATE TABLE decision_engines (
     engine_id uuid PRIMARY KEY,
     engine_name varchar(255) NOT NULL,
     engine_version varchar(50) NOT NULL,
     engine_type varchar(50) NOT NULL,
     upload_date timestamptz NOT NULL DEFAULT now(),
     active boolean NOT NULL DEFAULT false,
     engine_file_path text NOT NULL,
     config jsonb,
     input_schema jsonb,
     output_schema jsonb,
     UNIQUE (engine_name, engine_version)
   )`,
  `CREATE TABLE decision_execution_log (
     execution_id uuid PRIMARY KEY,
     tenant text NOT NULL,
     request_id text NOT NULL,
     customer_id text,
     engine_id uuid NOT NULL REFERENCES decision_engines (engine_id),
     engine_type varchar(50) NOT NULL,
     engine_version varchar(50) NOT NULL,
     mode text NOT NULL,
     shadow_of uuid,
     decision_type varchar(50) NOT NULL,
     cluster_id varchar(255),
     verdict text NOT NULL,
     input_state jsonb NOT NULL,
     state_blob text,
     state_hash text NOT NULL,
     config_hash text NOT NULL,
     build text NOT NULL,
     recommendations jsonb NOT NULL,
     answer json NOT NULL,
     confidence_score decimal(5,4),
     estimated_savings decimal(14,2),
     executed_at timestamptz NOT NULL DEFAULT now()
   ) PARTITION BY RANGE (execution_id)`,
  `CREATE TABLE decision_execution_log_rest PARTITION OF decision_execution_log DEFAULT`,
  `CREATE INDEX idx_decision_log_engine ON decision_execution_log (engine_id, executed_at DESC)`,
  `CREATE INDEX idx_decision_log_cluster ON decision_execution_log (cluster_id, executed_at DESC)`,
  `CREATE INDEX idx_decision_log_tenant ON decision_execution_log (tenant, executed_at DESC)`,
  `CREATE INDEX idx_decision_log_time ON decision_execution_log (executed_at DESC)`,
  `CREATE FUNCTION first_id_of(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
     SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
   $$`,
  // Attached rather than created in place: rows that waited in the rest partition move along.
  `CREATE FUNCTION ensure_decision_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
   DECLARE
     month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
     name text;
     lower_id uuid;
     upper_id uuid;
   BEGIN
     PERFORM pg_advisory_xact_lock(hashtext('ensure_decision_partitions'));
     FOR step IN 0..months_ahead LOOP
       name := 'decision_execution_log_' || to_char(month, 'YYYY_MM');
       lower_id := first_id_of(month AT TIME ZONE 'UTC');
       month := month + interval '1 month';
       upper_id := first_id_of(month AT TIME ZONE 'UTC');
       CONTINUE WHEN to_regclass(name) IS NOT NULL;
       EXECUTE format('CREATE TABLE %I (LIKE decision_execution_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
       EXECUTE format('WITH moved AS (DELETE FROM decision_execution_log_rest WHERE execution_id >= %L AND execution_id < %L RETURNING *)
                       INSERT INTO %I SELECT * FROM moved', lower_id, upper_id, name);
       EXECUTE format('ALTER TABLE decision_execution_log ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, lower_id, upper_id);
     END LOOP;
   END $$`,
  `SELECT ensure_decision_partitions(2)`,
]);
