import type { SavingsQuery, SavingsRow } from '@ml/contracts/decisions';
import type { Database } from '../../database';
import type { Viewer } from './decision-log';

interface Row {
  readonly engine: string;
  readonly month: string;
  readonly decisions: number;
  readonly predicted_monthly_savings: string;
  readonly realised_monthly_savings: string;
}

/**
 * The newest word about each part of a decision holds. A decision applied as a whole counts whole, less what was undone or refused of it;
 * otherwise its applied recommendations count. `first_id_of`: ids are in the order of time.
 */
const SAVINGS = `
  WITH since AS (SELECT first_id_of((date_trunc('month', now() AT TIME ZONE 'UTC') - ($1::int - 1) * interval '1 month') AT TIME ZONE 'UTC') AS id),
  newest AS (
    SELECT DISTINCT ON (decision_id, recommendation_id)
           decision_id, recommendation_id = '' AS whole, result = 'applied' AS applied, predicted_monthly_savings AS predicted, realised_monthly_savings AS realised
    FROM decision_outcomes WHERE decision_id >= (SELECT id FROM since)
    ORDER BY decision_id, recommendation_id, recorded_at DESC),
  applied AS (
    SELECT decision_id,
           CASE WHEN bool_or(whole AND applied)
                THEN sum(predicted) FILTER (WHERE whole) - coalesce(sum(predicted) FILTER (WHERE NOT whole AND NOT applied), 0)
                ELSE sum(predicted) FILTER (WHERE applied) END AS predicted,
           coalesce(sum(realised) FILTER (WHERE whole AND applied), sum(realised) FILTER (WHERE applied)) AS realised
    FROM newest GROUP BY decision_id)
  SELECT log.engine_type AS engine, to_char(log.executed_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*) AS decisions,
         coalesce(sum(applied.predicted), 0) AS predicted_monthly_savings, coalesce(sum(applied.realised), 0) AS realised_monthly_savings
  FROM decision_execution_log log LEFT JOIN applied ON applied.decision_id = log.execution_id
  WHERE log.execution_id >= (SELECT id FROM since) AND log.mode = 'active' AND ($2::text IS NULL OR log.tenant = $2)
  GROUP BY 1, 2 ORDER BY 2 DESC, 1`;

/** USD a month by engine and month of the decision (UTC), newest month first; `months` 1 is the current one alone. */
export const readSavings = async (database: Database, viewer: Viewer, { months }: SavingsQuery): Promise<readonly SavingsRow[]> => {
  const rows = await database.query<Row>(SAVINGS, [months, viewer]);
  return rows.map((row) => ({
    ...row,
    predicted_monthly_savings: Number(row.predicted_monthly_savings),
    realised_monthly_savings: Number(row.realised_monthly_savings),
  }));
};
