import type { Database } from '../../database';

/** What was predicted and what came. */
export interface OutcomePair {
  readonly predicted: number;
  readonly actual: number;
}

export interface OutcomePairs {
  /** The newest of them. */
  readonly pairs: readonly OutcomePair[];
  readonly total: number;
}

/** Enough for any figure of quality to the third digit, and soon read and sorted. */
const MOST_PAIRS = 20_000;
/** Predictions whose rows are compared. */
const MOST_SHADOWS = 20_000;

const SINCE = "first_id_of(now() - $2::int * interval '1 day')";

/** Of predictions made in the last days. */
export const readPairs = async (database: Database, modelId: string, days: number): Promise<OutcomePairs> => {
  const rows = await database.query<OutcomePair & { readonly total: number }>(
    `SELECT predicted, actual, count(*) OVER () AS total FROM prediction_outcomes
     WHERE model_id = $1 AND prediction_id >= ${SINCE} AND superseded_at IS NULL AND predicted IS NOT NULL
     ORDER BY prediction_id DESC LIMIT ${MOST_PAIRS}`,
    [modelId, days],
  );
  return { pairs: rows.map(({ predicted, actual }) => ({ predicted, actual })), total: rows[0]?.total ?? 0 };
};

export interface ShadowComparison {
  readonly rows: number;
  /** Challenger minus champion; null without a row that both have seen. */
  readonly mean_difference: number | null;
}

export interface Compared {
  readonly champion: string;
  readonly challenger: string;
  readonly days: number;
}

/** Over the rows that both have seen in the last days, the newest 20,000 predictions. */
export const compareShadow = async (database: Database, { champion, challenger, days }: Compared): Promise<ShadowComparison> => {
  const [row] = await database.query<ShadowComparison>(
    `SELECT count(*) AS rows, avg(point.shadow - point.told) AS mean_difference
     FROM (SELECT shadow_of, points FROM predictions_log
           WHERE model_id = $1 AND role = 'shadow' AND prediction_id >= ${SINCE} ORDER BY prediction_id DESC LIMIT ${MOST_SHADOWS}) AS shadow
     JOIN predictions_log told ON told.prediction_id = shadow.shadow_of AND told.model_id = $3
     CROSS JOIN LATERAL unnest(shadow.points, told.points) AS point(shadow, told)
     WHERE point.shadow IS NOT NULL AND point.told IS NOT NULL`,
    [challenger, days, champion],
  );
  return { rows: row?.rows ?? 0, mean_difference: row?.mean_difference ?? null };
};
