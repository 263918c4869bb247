import type { LoggedPrediction } from '@ml/contracts/predictions';
import type { Database } from '../../database';
import { toJsonText } from '../../to-json-text';

/** `points`: for each logged row the number that an outcome is compared with; null where there is none. */
export interface PredictionRecord {
  readonly prediction: LoggedPrediction;
  readonly points: readonly (number | null)[];
}

/** One statement: a prediction that is in the log already is neither written nor counted again. What was seen in the shadow learns of an outcome that was quicker. */
const INSERT = `
  WITH given AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::int[], $9::text[], $10::text[], $11::text[],
                         $12::float8[], $13::text[], $14::float8[], $15::timestamptz[])
      AS row(prediction_id, tenant, model_id, model_type, prediction_type, role, shadow_of, row_count, input, output, points, confidence, fallback, latency, created_at)
  ), written AS (
    INSERT INTO predictions_log (prediction_id, tenant, model_id, model_type, prediction_type, role, shadow_of, row_count, input_data, prediction_output, points,
                                 confidence_score, fallback, latency_ms, created_at)
    SELECT prediction_id, tenant, model_id, model_type, prediction_type, role, shadow_of, row_count, input::jsonb, output::jsonb, points::float8[],
           confidence, fallback, latency, created_at
    FROM given
    ON CONFLICT (prediction_id) DO NOTHING
    RETURNING prediction_id, tenant, model_id, role, shadow_of, points, latency_ms, created_at
  ), counted AS (
    INSERT INTO model_usage (model_id, day, role, predictions, latency_ms_total, last_prediction_at)
    SELECT model_id, (created_at AT TIME ZONE 'UTC')::date, role, count(*), sum(latency_ms), max(created_at)
    FROM written WHERE model_id IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (model_id, day, role) DO UPDATE
      SET predictions = model_usage.predictions + excluded.predictions,
          latency_ms_total = model_usage.latency_ms_total + excluded.latency_ms_total,
          last_prediction_at = greatest(model_usage.last_prediction_at, excluded.last_prediction_at)
  ), learnt AS (
    INSERT INTO prediction_outcomes (outcome_id, tenant, prediction_id, row_number, model_id, predicted, actual, observed_at)
    SELECT gen_random_uuid(), written.tenant, written.prediction_id, told.row_number, written.model_id, written.points[told.row_number + 1], told.actual, told.observed_at
    FROM written JOIN prediction_outcomes told ON told.prediction_id = written.shadow_of AND told.superseded_at IS NULL
    WHERE told.row_number < cardinality(written.points)
  )
  SELECT count(*) AS written FROM written`;

/** How many of them were new. @throws AppError UNAVAILABLE while the database is away */
export const insertPredictions = async (database: Database, records: readonly PredictionRecord[]): Promise<number> => {
  const column = <Value>(of: (prediction: LoggedPrediction) => Value): readonly Value[] => records.map(({ prediction }) => of(prediction));
  const [row] = await database.query<{ written: number }>(INSERT, [
    column(({ prediction_id }) => prediction_id),
    column(({ tenant }) => tenant),
    column(({ model }) => model?.id ?? null),
    column(({ model_type }) => model_type),
    column(({ prediction_type }) => prediction_type),
    column(({ role }) => role),
    column(({ shadow_of }) => shadow_of),
    column(({ rows }) => rows),
    column(({ input }) => toJsonText(input)),
    column(({ output }) => toJsonText(output)),
    records.map(({ points }) => `{${points.map((point) => point ?? 'NULL').join(',')}}`),
    column(({ confidence }) => confidence),
    column(({ fallback }) => fallback),
    column(({ latency_ms }) => latency_ms),
    column(({ at }) => at),
  ]);
  return row?.written ?? 0;
};
