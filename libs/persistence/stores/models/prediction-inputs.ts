import type { LoggedPrediction } from '@ml/contracts/predictions';
import type { Database } from '../../database';

type LoggedInput = LoggedPrediction['input'];

const MOST_PREDICTIONS = 5_000;
/** Enough to find a change of a tenth of a standard deviation, little enough to read at once. */
const MOST_ROWS = 5_000;

/** What the model was asked in the last days, newest first. */
export const readInputs = async (database: Database, modelId: string, days: number): Promise<readonly LoggedInput[]> => {
  const rows = await database.query<{ input_data: LoggedInput }>(
    `SELECT log.input_data FROM (
       SELECT prediction_id, sum(greatest(1, cardinality(points))) OVER (ORDER BY prediction_id DESC) AS rows
       FROM (SELECT prediction_id, points FROM predictions_log
             WHERE model_id = $1 AND prediction_id >= first_id_of(now() - $2::int * interval '1 day') AND role <> 'fallback'
             ORDER BY prediction_id DESC LIMIT ${MOST_PREDICTIONS}) AS newest
     ) AS counted JOIN predictions_log log USING (prediction_id)
     WHERE counted.rows <= ${MOST_ROWS} ORDER BY prediction_id DESC`,
    [modelId, days],
  );
  return rows.map(({ input_data }) => input_data);
};
