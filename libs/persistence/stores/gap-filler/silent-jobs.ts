import { fetchOrdered, type ChunkState, type OrderedChunk } from '@ml/contracts/fetch-orders';
import type { FetchDataType } from '@ml/contracts/pricing';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import { enqueue } from '../../outbox';
import type { Database } from '../../database';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import { enqueueStep } from './begin-job';
import { sendCancels } from './cancel-job';
import { writeLines } from './job-log';

export interface SilentJob {
  readonly job_id: string;
  readonly cancel_asked: boolean;
  /** The cancel was sent so often that an order which pricing does not know by now is not begun any more. */
  readonly cancel_heard: boolean;
  /** Those that have chunks which have not ended. */
  readonly tasks: readonly SilentTask[];
}

export interface SilentTask {
  readonly task_id: string;
  /** Nothing has come of it for so long that its work may have been lost, and it does not wait behind other jobs. */
  readonly still: boolean;
}

/** How long nothing may be heard before it is asked about. */
export interface Patience {
  readonly silentMs: number;
  /** Of a job that is being cancelled, also while pages still come: the one that was to stop them may have died. */
  readonly cancellingMs: number;
  /** After this the work is taken for lost, though pricing knows of it. */
  readonly stillMs: number;
}

const JOBS_AT_ONCE = 20;
const CANCELS = 6;

/** What has not begun waits behind others as long as those are heard. */
const LAST_HEARD = `case when fetching_since is null then (select max(heard_at) from fetch_jobs where begun_at is not null and fetching_ended_at is null) else heard_at end`;

/** Jobs about which nothing was heard for long: each is given to one replica, and to nobody again for as long. */
const TAKE = `update fetch_jobs job set asked_at = clock_timestamp() where job_id in (
    select job_id from fetch_jobs where begun_at is not null and fetching_ended_at is null
      and case when cancel_asked_at is null then greatest(heard_at, asked_at) < clock_timestamp() - $1::float8 * interval '1 millisecond'
        else greatest(cancel_asked_at, asked_at) < clock_timestamp() - $2::float8 * interval '1 millisecond' end
    order by heard_at limit ${String(JOBS_AT_ONCE)} for update skip locked)
  returning job_id, cancel_asked_at is not null as cancel_asked,
    coalesce(cancel_asked_at < clock_timestamp() - ${String(CANCELS)} * $2::float8 * interval '1 millisecond', false) as cancel_heard,
    (select coalesce(json_agg(json_build_object('task_id', task_id, 'still', greatest(ordered_at, ${LAST_HEARD}) < clock_timestamp() - $3::float8 * interval '1 millisecond') order by task_id), '[]')
     from job_orders where job_orders.job_id = job.job_id
       and exists (select from job_chunks where job_chunks.task_id = job_orders.task_id and status in ('queued', 'running'))) as tasks`;

export const takeSilent = (sql: Sql, { silentMs, cancellingMs, stillMs }: Patience): Promise<SilentJob[]> => sql.query<SilentJob>(TAKE, [silentMs, cancellingMs, stillMs]);

interface OrderRow {
  readonly job_id: string;
  readonly task_id: string;
  readonly data_type: FetchDataType;
  readonly region: string;
  readonly lane: FetchLane;
  readonly page_size: number;
  readonly estimated_records: number | null;
}

interface ChunkRow extends Omit<OrderedChunk, 'start_at' | 'end_at'> {
  readonly start_at: Date | null;
  readonly end_at: Date | null;
}

/** A minute or more lies between two. */
const MOST_SENT = 15;
const ORDER = `update job_orders set times_sent = times_sent + case when $2::boolean then 0 else 1 end, ordered_at = clock_timestamp() where task_id = $1 and ($2::boolean or times_sent < $3)
  returning job_id, task_id, data_type, region, lane, page_size, estimated_records`;
const CHUNKS = `select chunk, instance_types, start_at, end_at from job_chunks where task_id = $1 and status in ('queued', 'running') order by chunk`;

export interface OrderedAgain {
  /** Keeps the message from being taken for the first. */
  readonly mark: string;
  /** Pricing knows the task: it begins again what lies still. */
  readonly known: boolean;
}

/** Sends an order once more, with what has not ended, and says so. False when pricing knows nothing of it though it was sent often: it cannot take it. */
export const orderAgain = async (tx: Tx, taskId: string, { mark, known }: OrderedAgain): Promise<boolean> => {
  const [order] = await tx.query<OrderRow>(ORDER, [taskId, known, MOST_SENT]);
  if (order === undefined) return false;
  const chunks = (await tx.query<ChunkRow>(CHUNKS, [taskId])).map(({ start_at, end_at, ...chunk }): OrderedChunk => ({
    ...chunk,
    start_at: start_at?.toISOString() ?? null,
    end_at: end_at?.toISOString() ?? null,
  }));
  if (chunks.length === 0) return true;
  const { job_id, ...terms } = order;
  await enqueue(tx, fetchOrdered, { id: `order:${taskId}:${mark}`, body: { kind: 'fetch', ...terms, chunks } });
  const why = known ? 'nothing has come of it for long' : 'pricing knew nothing of it';
  await writeLines(tx, job_id, [{ level: 'warn', text: `${order.region} ${order.data_type}: ordered again, ${why}`, topic: `again:${taskId}:${String(known)}` }]);
  return true;
};

/** `mark` keeps the message from being taken for the first. */
export const cancelAgain = (tx: Tx, taskId: string, mark: string): Promise<void> => sendCancels(tx, [taskId], `:${mark}`);

/** How chunks end that pricing has never begun. */
export interface NeverBegun {
  readonly status: 'cancelled' | 'failed';
  readonly error_message: string | null;
  /** Those that pricing does know. */
  readonly listed: readonly number[];
}

/** The chunks of a task that have not ended and that pricing does not list, as ended. */
export const neverBegun = async (sql: Sql, taskId: string, { status, error_message, listed }: NeverBegun): Promise<readonly ChunkState[]> => {
  const rows = await sql.query<Pick<ChunkState, 'chunk' | 'pages' | 'records_fetched' | 'records_inserted' | 'records_refused' | 'refused'>>(
    `select chunk, pages, fetched as records_fetched, inserted as records_inserted, refused as records_refused, refused_by as refused
     from job_chunks where task_id = $1 and status in ('queued', 'running') and chunk <> all($2::integer[])`,
    [taskId, [...listed]],
  );
  return rows.map((row) => ({ ...row, task_id: taskId, status, error_message, started_at: null, completed_at: null }));
};

/** For how long a step may not have come, by what it is to do: plan, which waits for services that are away, or go on with rows that are all there. */
export interface StepPatience {
  readonly planningMs: number;
  readonly fetchedMs: number;
}

const AGO = (parameter: string): string => `clock_timestamp() - ${parameter}::float8 * interval '1 millisecond'`;

/** Jobs whose step has not come for long: the bus has forgotten it, or gave it up. Asked for again, once a while. */
export const stepAgain = (database: Database, { planningMs, fetchedMs }: StepPatience): Promise<number> =>
  database.transaction(async (tx) => {
    const jobs = await tx.query<{ readonly job_id: string; readonly mark: string }>(
      `update fetch_jobs set asked_at = clock_timestamp() where job_id in (
         select job_id from fetch_jobs
         where job_id in (select gap_id from data_gaps where completed_at is null union all select refresh_id from model_refresh_history where completed_at is null)
           and (fetching_ended_at is not null and greatest(fetching_ended_at, asked_at) < ${AGO('$1')}
             or begun_at is null and fetching_ended_at is null and greatest(created_at, asked_at) < ${AGO('$2')})
         limit ${String(JOBS_AT_ONCE)} for update skip locked)
       returning job_id, (extract(epoch from asked_at) * 1000)::bigint::text as mark`,
      [fetchedMs, planningMs],
    );
    for (const { job_id, mark } of jobs) await enqueueStep(tx, job_id, mark);
    return jobs.length;
  });
