import { sqlMigration } from '../shared/sql-migration';

/**
 * Who asked for a decision, and the newest active decision per cluster and engine: what an engine would save now is a sum over these few rows
 * instead of a look through the log.
 */
export const markScans = sqlMigration('MarkScans1795255200000', [
  `ALTER TABLE decision_execution_log ADD COLUMN origin text NOT NULL DEFAULT 'request' CHECK (origin IN ('request', 'scan'))`,
  `CREATE TABLE newest_decisions (
     tenant text NOT NULL,
     cluster_id varchar(255) NOT NULL,
     engine_type varchar(50) NOT NULL,
     decision_id uuid NOT NULL,
     estimated_savings decimal(14,2) NOT NULL,
     PRIMARY KEY (tenant, cluster_id, engine_type)
   )`,
  `CREATE INDEX idx_newest_decisions_age ON newest_decisions (decision_id)`,
  `INSERT INTO newest_decisions
     SELECT DISTINCT ON (tenant, cluster_id, engine_type) tenant, cluster_id, engine_type, execution_id, coalesce(estimated_savings, 0)
     FROM decision_execution_log WHERE mode = 'active' AND cluster_id IS NOT NULL
     ORDER BY tenant, cluster_id, engine_type, execution_id DESC`,
]);
