import { sqlMigration } from '../shared/sql-migration';

/**
 * Totals are of ever; what is kept of reports is of a year or two. `interruptions_known` and `reports_known` are what was found when the total was counted last: only what
 * has come since is added to it.
 */
export const keepTotals = sqlMigration('KeepTotals1795302960000', [
  'ALTER TABLE feedback_learning_stats ADD COLUMN interruptions_known integer NOT NULL DEFAULT 0, ADD COLUMN reports_known bigint NOT NULL DEFAULT 0',
  'UPDATE feedback_learning_stats SET interruptions_known = total_interruptions, reports_known = total_reports',
]);
