import { monthlyById } from '../shared/monthly-by-id';
import { sqlMigration } from '../shared/sql-migration';

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
  ...monthlyById({ table: 'decision_execution_log', id: 'execution_id', ensure: 'ensure_decision_partitions' }),
]);
