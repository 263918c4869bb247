import type { LoggedPrediction } from '@ml/contracts/predictions';
import type { Database } from '../../database';

type LoggedInput = LoggedPrediction['input'];

/** A month of a few requests an hour, or the newest of many. */
const MOST_PREDICTIONS = 2_000;

/** What the model was asked in the last days, newest first. */
export const readInputs = async (database: Database, modelId: string, days: number): Promise<readonly LoggedInput[]> => {
  const rows = await database.query<{ input_data: LoggedInput }>(
    `SELECT input_data FROM predictions_log
     WHERE model_id = $1 AND prediction_id >= first_id_of(now() - $2::int * interval '1 day')
     ORDER BY prediction_id DESC LIMIT ${MOST_PREDICTIONS}`,
    [modelId, days],
  );
  return rows.map(({ input_data }) => input_data);
};
