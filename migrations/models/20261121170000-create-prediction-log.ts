import { sqlMigration } from '../shared/sql-migration';

/**
 * The log is partitioned by month on its own key: ids are UUIDv7, whose first 48 bits are the time, so one range of ids is one month,
 * the primary key stays the id alone and retention drops whole partitions.
 * `model_id` is not a foreign key: what was predicted stays true when a model is gone, and a log that can be refused is no log.
 * `points` holds, for each logged row, the one number that an outcome is compared with. `model_usage` is counted in the same statement.
 */
export const createPredictionLog = sqlMigration('CreatePredictionLog1795280400000', [
  `CREATE TABLE predictions_log (
     prediction_id uuid PRIMARY KEY,
     tenant text,
     model_id uuid,
     model_type varchar(50),
     prediction_type varchar(50) NOT NULL,
     role text NOT NULL,
     shadow_of uuid,
     row_count integer NOT NULL,
     input_data jsonb NOT NULL,
     prediction_output jsonb NOT NULL,
     points double precision[] NOT NULL,
     confidence_score decimal(5,4),
     fallback text,
     latency_ms real NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now()
   ) PARTITION BY RANGE (prediction_id)`,
  `CREATE TABLE predictions_log_rest PARTITION OF predictions_log DEFAULT`,
  `CREATE INDEX idx_predictions_log_model ON predictions_log (model_id, prediction_id DESC)`,
  `CREATE INDEX idx_predictions_log_tenant ON predictions_log (tenant, prediction_id DESC)`,
  `CREATE INDEX idx_predictions_log_timestamp ON predictions_log (created_at DESC)`,
  `CREATE INDEX idx_predictions_log_shadow ON predictions_log (shadow_of) WHERE shadow_of IS NOT NULL`,
  `CREATE FUNCTION first_id_of(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
     SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
   $$`,
  // Attached rather than created in place: rows that waited in the rest partition move along.
  `CREATE FUNCTION ensure_prediction_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
   DECLARE
     month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
     name text;
     lower_id uuid;
     upper_id uuid;
   BEGIN
     PERFORM pg_advisory_xact_lock(hashtext('ensure_prediction_partitions'));
     FOR step IN 0..months_ahead LOOP
       name := 'predictions_log_' || to_char(month, 'YYYY_MM');
       lower_id := first_id_of(month AT TIME ZONE 'UTC');
       month := month + interval '1 month';
       upper_id := first_id_of(month AT TIME ZONE 'UTC');
       CONTINUE WHEN to_regclass(name) IS NOT NULL;
       EXECUTE format('CREATE TABLE %I (LIKE predictions_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
       EXECUTE format('WITH moved AS (DELETE FROM predictions_log_rest WHERE prediction_id >= %L AND prediction_id < %L RETURNING *)
                       INSERT INTO %I SELECT * FROM moved', lower_id, upper_id, name);
       EXECUTE format('ALTER TABLE predictions_log ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, lower_id, upper_id);
     END LOOP;
   END $$`,
  `SELECT ensure_prediction_partitions(2)`,
  `CREATE TABLE model_usage (
     model_id uuid NOT NULL,
     day date NOT NULL,
     role text NOT NULL,
     predictions bigint NOT NULL,
     latency_ms_total double precision NOT NULL,
     last_prediction_at timestamptz NOT NULL,
     PRIMARY KEY (model_id, day, role)
   )`,
]);
