import { sqlMigration } from '../shared/sql-migration';

/**
 * What really happened to one row of a prediction. The newest report of a row holds; those before it stay, superseded.
 * `predicted` and `model_id` are taken over from the log, so that no figure of quality needs a look into it; a challenger that saw the same row
 * in the shadow gets a line of its own.
 */
export const createPredictionOutcomes = sqlMigration('CreatePredictionOutcomes1795280460000', [
  `CREATE TABLE prediction_outcomes (
     outcome_id uuid PRIMARY KEY,
     tenant text,
     prediction_id uuid NOT NULL,
     row_number integer NOT NULL,
     model_id uuid,
     predicted double precision,
     actual double precision NOT NULL,
     observed_at timestamptz NOT NULL,
     recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     superseded_at timestamptz
   )`,
  `CREATE UNIQUE INDEX idx_prediction_outcomes_current ON prediction_outcomes (prediction_id, row_number) WHERE superseded_at IS NULL`,
  `CREATE INDEX idx_prediction_outcomes_model ON prediction_outcomes (model_id, prediction_id DESC) WHERE superseded_at IS NULL`,
  `CREATE TABLE model_drift (
     model_id uuid PRIMARY KEY,
     status text NOT NULL CHECK (status IN ('stable', 'drifted', 'unknown')),
     checked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     told_on date
   )`,
]);
