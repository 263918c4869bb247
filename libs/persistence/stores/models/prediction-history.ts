import type { Paged } from '@ml/contracts/pricing';
import type { LoggedPrediction, PredictionQuery, PredictionSummary } from '@ml/contracts/predictions';
import { validate as isUuid } from 'uuid';
import type { Database } from '../../database';

/** A tenant sees its own; null is the platform's key, which sees all. */
export type Viewer = string | null;

/** Counting goes on no further: nobody pages that far, and a count reads every row. */
const LARGEST_TOTAL = 100_000;
/** Of a request with many rows the summary shows the first. */
const ROWS_SHOWN = 5;

interface HistoryRow extends Pick<PredictionSummary, 'prediction_id' | 'prediction_type' | 'model_id' | 'role' | 'fallback' | 'latency_ms' | 'actual'> {
  readonly row_count: number;
  readonly confidence_score: string | null;
  readonly input_data: LoggedPrediction['input'];
  readonly prediction_output: LoggedPrediction['output'];
  readonly created_at: Date;
}

/** Newest first. What was only seen in the shadow is shown to whoever asks for that model. `total` stops at 100,000. */
export const readPredictions = async (database: Database, viewer: Viewer, query: PredictionQuery): Promise<Paged<PredictionSummary>> => {
  if (query.model_id !== undefined && !isUuid(query.model_id)) return { rows: [], total: 0 };
  const { where, params } = conditions(viewer, query);
  const page = database.query<HistoryRow>(
    `SELECT prediction_id, prediction_type, model_id, role, row_count, confidence_score, fallback, latency_ms, input_data, prediction_output, created_at,
            (SELECT actual FROM prediction_outcomes outcome
             WHERE outcome.prediction_id = log.prediction_id AND outcome.row_number = 0 AND outcome.superseded_at IS NULL) AS actual
     FROM predictions_log log WHERE ${where} ORDER BY prediction_id DESC LIMIT $${params.length + 1} OFFSET $${params.length + 2}`,
    [...params, query.limit, query.offset],
  );
  const count = database.query<{ total: number }>(`SELECT count(*) AS total FROM (SELECT 1 FROM predictions_log WHERE ${where} LIMIT ${LARGEST_TOTAL}) AS counted`, params);
  const [rows, [counted]] = await Promise.all([page, count]);
  return { rows: rows.map(toSummary), total: counted?.total ?? 0 };
};

/** Written out rather than `$1 IS NULL OR ...`, which would keep the planner from the indexes. */
const conditions = (viewer: Viewer, query: PredictionQuery): { readonly where: string; readonly params: readonly unknown[] } => {
  const wanted = { tenant: viewer ?? undefined, model_id: query.model_id, prediction_type: query.prediction_type };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const told = query.model_id === undefined ? ["role <> 'shadow'"] : [];
  const where = ['true', ...told, ...given.map(([column, ], index) => `${column} = $${index + 1}`)].join(' AND ');
  return { where, params: given.map(([, value]) => value) };
};

const toSummary = ({ row_count, confidence_score, input_data, prediction_output, created_at, ...row }: HistoryRow): PredictionSummary => ({
  ...row,
  rows: row_count,
  confidence: confidence_score === null ? null : Number(confidence_score),
  input: { features: input_data.features, rows: input_data.rows.slice(0, ROWS_SHOWN) },
  output: { columns: prediction_output.columns, rows: prediction_output.rows.slice(0, ROWS_SHOWN) },
  created_at: created_at.toISOString(),
});
