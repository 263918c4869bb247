import type { Sql } from '../../sql';

/** Long enough to look into what went wrong; what was asked for and what came of it stays. */
const KEPT = '90 days';

const FORGET: readonly string[] = [
  `delete from job_orders where job_id in (select job_id from fetch_jobs where created_at < now() - interval '${KEPT}')`,
  `delete from job_log where job_id in (select job_id from fetch_jobs where created_at < now() - interval '${KEPT}')`,
];

/** Orders, chunks and logs of old jobs; their counts stay with the history. Rows that were deleted. */
export const forgetOldJobs = async (sql: Sql): Promise<number> => {
  let rows = 0;
  for (const statement of FORGET) rows += await sql.execute(statement);
  return rows;
};
