import type { Database } from '../../database';
import { CUTOFF, deleteOld, prepareMonths, type MonthlyLog, type Removed, type RetentionRule } from '../../monthly-log';

/** Whole months go as whole partitions; the rest, and what hangs on the decisions, in batches. */
const EXPIRED: readonly string[] = [
  `DELETE FROM decision_execution_log WHERE execution_id IN
     (SELECT execution_id FROM decision_execution_log WHERE execution_id < first_id_of(${CUTOFF}) LIMIT $2)`,
  `DELETE FROM decision_outcomes WHERE outcome_id IN (SELECT outcome_id FROM decision_outcomes WHERE decision_id < first_id_of(${CUTOFF}) LIMIT $2)`,
  `DELETE FROM newest_decisions WHERE decision_id IN (SELECT decision_id FROM newest_decisions WHERE decision_id < first_id_of(${CUTOFF}) LIMIT $2)`,
  // A cluster of which nothing has been heard for a month is gone: nobody is asked about it any longer.
  `DELETE FROM cluster_snapshots WHERE (tenant, cluster_id) IN
     (SELECT tenant, cluster_id FROM cluster_snapshots WHERE received_at < now() - least($1::int, 30) * interval '1 day' LIMIT $2)`,
  `DELETE FROM decision_claims WHERE (tenant, request_id) IN
     (SELECT tenant, request_id FROM decision_claims WHERE claimed_at < ${CUTOFF} LIMIT $2)`,
  `DELETE FROM engine_memory WHERE (tenant, cluster_id, engine_type, key) IN
     (SELECT tenant, cluster_id, engine_type, key FROM engine_memory WHERE expires_at < now() - least($1::int, 1) * interval '1 day' LIMIT $2)`,
];

const LOG: MonthlyLog = { table: 'decision_execution_log', ensure: 'ensure_decision_partitions', expired: EXPIRED };

export const preparePartitions = (database: Database): Promise<void> => prepareMonths(database, LOG);

export const deleteExpired = (database: Database, rule: RetentionRule): Promise<Removed> => deleteOld(database, LOG, rule);
