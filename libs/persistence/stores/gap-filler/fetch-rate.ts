import type { Sql } from '../../sql';

/** What the newest jobs of some size managed: one alone may have had a bad day. */
const JOBS = 20;
const SOME_SIZE = 1_000;

/** Records a second, the median; null: nothing has been measured. */
export const readFetchRate = async (sql: Sql): Promise<number | null> => {
  const [row] = await sql.query<{ rate: number | null }>(
    `select percentile_cont(0.5) within group (order by fetched / extract(epoch from fetching_ended_at - fetching_since)::float8) as rate
     from (select fetched, fetching_since, fetching_ended_at from fetch_jobs
       where fetched > $1 and fetching_ended_at > fetching_since order by created_at desc limit $2) as newest`,
    [SOME_SIZE, JOBS],
  );
  return row?.rate ?? null;
};
