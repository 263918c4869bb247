import type { JobKind } from '@ml/contracts/jobs';
import { validate as isUuid } from 'uuid';
import type { Sql } from '../../sql';

export interface UnderWay {
  readonly job_kind: JobKind;
  readonly status: string;
  readonly jobs: number;
}

/** Jobs that have not ended, by kind and status. */
export const jobsUnderWay = (sql: Sql): Promise<UnderWay[]> =>
  sql.query<UnderWay>(
    `select 'gap' as job_kind, status, count(*) as jobs from data_gaps where completed_at is null group by status
     union all select 'refresh', status, count(*) from model_refresh_history where completed_at is null group by status`,
  );

export interface Silence {
  readonly job_id: string;
  readonly job_kind: JobKind;
  readonly seconds: number;
}

/** Of the jobs that are fetching, the one about which nothing was heard for longest. A job that waits behind others is not silent as long as those are heard. */
export const longestSilence = async (sql: Sql): Promise<Silence | undefined> => {
  const [row] = await sql.query<Silence>(
    `select job_id, job_kind, extract(epoch from clock_timestamp() - case when fetching_since is null then greatest(heard_at, newest) else heard_at end)::float8 as seconds
     from fetch_jobs, lateral (select max(heard_at) as newest from fetch_jobs where begun_at is not null and fetching_ended_at is null) others
     where begun_at is not null and fetching_ended_at is null order by seconds desc limit 1`,
  );
  return row;
};

/** Whose step it is; undefined: no such job, or it was deleted. A fill and a refresh may ask for a step before they have a job. */
export const kindOf = async (sql: Sql, jobId: string): Promise<JobKind | undefined> => {
  if (!isUuid(jobId)) return undefined;
  const [row] = await sql.query<{ readonly kind: JobKind }>(
    `select 'gap' as kind from data_gaps where gap_id = $1 union all select 'refresh' from model_refresh_history where refresh_id = $1 limit 1`,
    [jobId],
  );
  return row?.kind;
};
