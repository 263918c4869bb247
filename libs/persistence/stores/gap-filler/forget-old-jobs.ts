import type { Sql } from '../../sql';

/** Long enough to look into what went wrong; what was asked for and what came of it stays. */
const KEPT = '90 days';

/** What has not ended needs them still, however old it is. */
const OLD = `select job_id from fetch_jobs left join data_gaps on gap_id = job_id left join model_refresh_history on refresh_id = job_id
  where fetch_jobs.created_at < now() - interval '${KEPT}' and coalesce(data_gaps.completed_at, model_refresh_history.completed_at) < now() - interval '${KEPT}'`;

const FORGET: readonly string[] = [`delete from job_orders where job_id in (${OLD})`, `delete from job_log where job_id in (${OLD})`];

/** Orders, chunks and logs of old jobs; their counts stay with the history. Rows that were deleted. */
export const forgetOldJobs = async (sql: Sql): Promise<number> => {
  let rows = 0;
  for (const statement of FORGET) rows += await sql.execute(statement);
  return rows;
};
