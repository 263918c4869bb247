import { fetchOrdered } from '@ml/contracts/fetch-orders';
import { enqueueAll } from '../../outbox';
import type { Tx } from '../../tx';
import { enqueueStep } from './begin-job';
import { writeLines } from './job-log';

/**
 * Asks pricing to end what has not ended. A job that was not begun gets its step at once.
 * False when there is nothing to cancel: no such job, or its fetching is over. Asked again it changes nothing.
 */
export const askCancel = async (tx: Tx, jobId: string): Promise<boolean> => {
  const [job] = await tx.query<{ readonly begun: boolean; readonly over: boolean; readonly asked: boolean }>(
    `select begun_at is not null as begun, fetching_ended_at is not null as over, cancel_asked_at is not null as asked from fetch_jobs where job_id = $1 for update`,
    [jobId],
  );
  if (job === undefined) return false;
  if (job.asked) return true;
  if (job.over) return false;
  await tx.execute('update fetch_jobs set cancel_asked_at = clock_timestamp(), fetching_ended_at = case when $2 then null else clock_timestamp() end where job_id = $1', [jobId, job.begun]);
  await writeLines(tx, jobId, [{ level: 'info', text: job.begun ? 'cancelling: what is running stops at its next page' : 'cancelled before anything was ordered' }]);
  if (job.begun) await sendCancels(tx, await openTasks(tx, jobId), '');
  else await enqueueStep(tx, jobId, 'cancelled');
  return true;
};

const openTasks = async (tx: Tx, jobId: string): Promise<readonly string[]> => {
  const tasks = await tx.query<{ readonly task_id: string }>(
    `select task_id from job_orders where job_id = $1 and exists (select from job_chunks where job_chunks.task_id = job_orders.task_id and status in ('queued', 'running')) order by task_id`,
    [jobId],
  );
  return tasks.map(({ task_id }) => task_id);
};

/** `again` keeps a repeated one from being taken for the first. */
export const sendCancels = (tx: Tx, tasks: readonly string[], again: string): Promise<void> =>
  enqueueAll(tx, fetchOrdered, tasks.map((task_id) => ({ id: `cancel:${task_id}${again}`, body: { kind: 'cancel', task_id } })));
