import type { Sql } from '../../sql';

/** A month, `2026-11` in UTC, of an account. */
export interface AccountMonth {
  readonly account_hash: string;
  readonly month: string;
}

/** The sum over the pattern rows of the account, its provider and its month; over nothing it is 0. */
const RECOMPUTE = `WITH asked AS (SELECT DISTINCT account_hash, month FROM unnest($1::text[], $2::text[]) AS asked (account_hash, month)), counted AS (
    SELECT trend.id, coalesce((
        SELECT sum(cost_saved_monthly) FROM user_action_patterns AS pattern
        WHERE pattern.account_hash = trend.account_hash AND pattern.provider = trend.provider
          AND action_at >= (month || '-01')::timestamp AT TIME ZONE 'UTC' AND action_at < ((month || '-01')::timestamp + interval '1 month') AT TIME ZONE 'UTC'
      ), 0) AS saved
    FROM asked JOIN cost_trend_data AS trend USING (account_hash, month)
  )
  UPDATE cost_trend_data AS trend SET waste_eliminated = saved, updated_at = now() FROM counted WHERE trend.id = counted.id AND waste_eliminated <> saved`;

/**
 * Brings `waste_eliminated` of the months in line with what was done with resources: what was marked anew moves it, nothing is ever added to it.
 * Months without a row get none: the scan that makes it asks again. Needs `lockActions`.
 */
export const recomputeEliminated = async (sql: Sql, months: readonly AccountMonth[]): Promise<void> => {
  if (months.length === 0) return;
  await sql.execute(RECOMPUTE, [months.map(({ account_hash }) => account_hash), months.map(({ month }) => month)]);
};
