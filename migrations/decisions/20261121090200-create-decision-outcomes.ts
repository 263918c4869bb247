import { sqlMigration } from '../shared/sql-migration';

/**
 * What became of a decision. An empty `recommendation_id` speaks of the whole decision.
 * `predicted_monthly_savings` is what the decision promised for the part the outcome speaks of, so that savings need no look into answers.
 */
export const createDecisionOutcomes = sqlMigration('CreateDecisionOutcomes1795251720000', [
  `CREATE TABLE decision_outcomes (
     outcome_id uuid PRIMARY KEY,
     tenant text NOT NULL,
     decision_id uuid NOT NULL,
     recommendation_id text NOT NULL DEFAULT '',
     result text NOT NULL CHECK (result IN ('applied', 'rejected', 'failed', 'rolled_back')),
     predicted_monthly_savings decimal(14,2) NOT NULL,
     realised_monthly_savings decimal(14,2),
     note text,
     revision integer NOT NULL DEFAULT 1,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     UNIQUE (decision_id, recommendation_id, result)
   )`,
]);
