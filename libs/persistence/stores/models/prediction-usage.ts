import type { Database } from '../../database';

export interface ModelUsage {
  /** Requests that the model answered; those it only saw in the shadow are not among them. */
  readonly predictions_count: number;
  readonly average_latency_ms: number | null;
  readonly last_prediction_at: string | null;
}

interface UsageRow {
  readonly model_id: string;
  readonly predictions: string | number;
  readonly latency_ms_total: number;
  readonly last_prediction_at: Date;
}

/** Roles in which a model answered somebody. */
export const ANSWERED = "('champion', 'challenger', 'direct')";

/** Of models that have answered at all, by id. Reads one row for each model and day, never the log. */
export const usageOf = async (database: Database, modelIds: readonly string[]): Promise<ReadonlyMap<string, ModelUsage>> => {
  const rows = await database.query<UsageRow>(
    `SELECT model_id, sum(predictions)::bigint AS predictions, sum(latency_ms_total) AS latency_ms_total, max(last_prediction_at) AS last_prediction_at
     FROM model_usage WHERE model_id = ANY($1::uuid[]) AND role IN ${ANSWERED} GROUP BY model_id`,
    [modelIds],
  );
  return new Map(
    rows.map((row) => [
      row.model_id,
      {
        predictions_count: Number(row.predictions),
        average_latency_ms: row.latency_ms_total / Number(row.predictions),
        last_prediction_at: row.last_prediction_at.toISOString(),
      },
    ]),
  );
};

export interface UsageInDays {
  readonly predictions_count: number;
  readonly fallbacks: number;
  readonly average_latency_ms: number | null;
}

/** Of today and the days before it, by UTC. */
export const usageInDays = async (database: Database, modelId: string, days: number): Promise<UsageInDays> => {
  const [row] = await database.query<{ answered: number; fallbacks: number; average: number | null }>(
    `SELECT coalesce(sum(predictions) FILTER (WHERE role IN ${ANSWERED}), 0)::bigint AS answered,
            coalesce(sum(predictions) FILTER (WHERE role = 'fallback'), 0)::bigint AS fallbacks,
            sum(latency_ms_total) FILTER (WHERE role IN ${ANSWERED}) / sum(predictions) FILTER (WHERE role IN ${ANSWERED})::float8 AS average
     FROM model_usage WHERE model_id = $1 AND day > (now() AT TIME ZONE 'UTC')::date - $2::int`,
    [modelId, days],
  );
  return { predictions_count: row?.answered ?? 0, fallbacks: row?.fallbacks ?? 0, average_latency_ms: row?.average ?? null };
};
