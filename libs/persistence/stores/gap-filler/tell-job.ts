import { jobTold, type JobTold } from '@ml/contracts/jobs';
import { enqueue } from '../../outbox';
import type { Tx } from '../../tx';
import { newestLines } from './job-log';
import { jobRows, progressOfRow } from './job-progress';
import type { JobRules } from './job-rules';

/** More is read by whoever wants it. */
const MOST_LINES = 100;

interface Telling {
  readonly at: Date;
  readonly micros: string;
}

/** Tells at once how the job is. Holds its row until the transaction ends, so tellings keep their order. */
export const tellJob = async (tx: Tx, jobId: string, rules: JobRules): Promise<void> => {
  await tx.query('select from fetch_jobs where job_id = $1 for update', [jobId]);
  const [row] = await jobRows(tx, [jobId]);
  if (row === undefined) return;
  const log = await newestLines(tx, jobId, { count: MOST_LINES, after: row.told_line });
  const [now] = await tx.query<Telling>(
    `update fetch_jobs set told_at = clock_timestamp(), told_line = last_line, untold = false where job_id = $1
     returning told_at as at, (extract(epoch from told_at) * 1000000)::bigint::text as micros`,
    [jobId],
  );
  if (now === undefined) return;
  const { job_kind, job_id, model_id, status, error_message } = row;
  const body: JobTold = { job_kind, job_id, model_id, status, error_message, ...progressOfRow(row, rules), log, at: now.at.toISOString() };
  await enqueue(tx, jobTold, { id: `told:${job_id}:${now.micros}`, body });
};

/** Tells what the last second has held back, of all replicas. */
export const tellHeldBack = async (tx: Tx, rules: JobRules): Promise<number> => {
  const jobs = await tx.query<{ readonly job_id: string }>(
    `select job_id from fetch_jobs where untold and (told_at is null or told_at < clock_timestamp() - interval '1 second')
     order by told_at nulls first limit 20 for update skip locked`,
  );
  for (const { job_id } of jobs) await tellJob(tx, job_id, rules);
  return jobs.length;
};
