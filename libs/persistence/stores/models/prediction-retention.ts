import type { Database } from '../../database';
import { CUTOFF, deleteOld, prepareMonths, type MonthlyLog, type Removed } from '../../monthly-log';

const EXPIRED: readonly string[] = [
  `DELETE FROM predictions_log WHERE prediction_id IN (SELECT prediction_id FROM predictions_log WHERE prediction_id < first_id_of(${CUTOFF}) LIMIT $2)`,
  `DELETE FROM prediction_outcomes WHERE outcome_id IN (SELECT outcome_id FROM prediction_outcomes WHERE prediction_id < first_id_of(${CUTOFF}) LIMIT $2)`,
];

const LOG: MonthlyLog = { table: 'predictions_log', ensure: 'ensure_prediction_partitions', expired: EXPIRED };

export const preparePredictionPartitions = (database: Database): Promise<void> => prepareMonths(database, LOG);

/** What models were used is counted on. */
export const deleteExpiredPredictions = (database: Database, keepDays: number): Promise<Removed> => deleteOld(database, LOG, { keepDays });
