import { monthlyById } from '../shared/monthly-by-id';
import { sqlMigration } from '../shared/sql-migration';

/**
 * Partitioned by month on its own key.
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
  ...monthlyById({ table: 'predictions_log', id: 'prediction_id', ensure: 'ensure_prediction_partitions' }),
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
