import { fetchOrdered } from '@ml/contracts/fetch-orders';
import { jobStep, type JobKind } from '@ml/contracts/jobs';
import type { JobLine } from '@ml/domain/gaps/job-lines';
import { enqueue } from '../../outbox';
import type { Tx } from '../../tx';
import { writeLines } from './job-log';
import type { PlannedChunk, PlannedOrder } from './planned-order';

/** So that an order travels as one message. */
export const MOST_CHUNKS_OF_AN_ORDER = 1_000;

export interface OpenJob {
  /** UUIDv7, also the id of the fill or refresh. */
  readonly job_id: string;
  readonly job_kind: JobKind;
  readonly model_id: string | null;
  readonly log: readonly string[];
}

export interface NewJob extends OpenJob {
  readonly orders: readonly PlannedOrder[];
}

const said = (log: readonly string[]): readonly JobLine[] => log.map((text) => ({ level: 'info', text }));

/** `name` says which step it is: the same job and name again is the same message. */
export const enqueueStep = (tx: Tx, jobId: string, name: string): Promise<void> => enqueue(tx, jobStep, { id: `step:${jobId}:${name}`, body: { job_id: jobId } });

/** A job that is planned later: its handler gets its first step now. The same id again changes nothing. */
export const openJob = async (tx: Tx, { job_id, job_kind, model_id, log }: OpenJob): Promise<void> => {
  const opened = await tx.execute('insert into fetch_jobs (job_id, job_kind, model_id) values ($1, $2, $3) on conflict do nothing', [job_id, job_kind, model_id]);
  if (opened === 0) return;
  await writeLines(tx, job_id, said(log));
  await enqueueStep(tx, job_id, 'opened');
};

/**
 * Stores the orders with their chunks and sends them, all in the caller's transaction; where there is nothing to fetch, the next step comes at once.
 * False when the job has begun before, or was cancelled while it was planned: then nothing is ordered.
 */
export const beginJob = async (tx: Tx, job: NewJob): Promise<boolean> => {
  const { job_id, job_kind, model_id } = job;
  await tx.execute('insert into fetch_jobs (job_id, job_kind, model_id) values ($1, $2, $3) on conflict do nothing', [job_id, job_kind, model_id]);
  const begun = await tx.execute(
    'update fetch_jobs set begun_at = now(), heard_at = now(), untold = true where job_id = $1 and begun_at is null and fetching_ended_at is null',
    [job_id],
  );
  if (begun === 0) return false;
  const orders = job.orders.filter(({ chunks }) => chunks.length > 0);
  for (const order of orders) await storeOrder(tx, job_id, order);
  await writeLines(tx, job_id, said(job.log));
  await count(tx, job_id);
  if (orders.length === 0) await enqueueStep(tx, job_id, 'fetched');
  return true;
};

const storeOrder = async (tx: Tx, jobId: string, { chunks, ...order }: PlannedOrder): Promise<void> => {
  if (chunks.length > MOST_CHUNKS_OF_AN_ORDER) throw new Error(`an order has ${String(chunks.length)} chunks: plan ${String(MOST_CHUNKS_OF_AN_ORDER)} at most, and another order for the others`);
  await tx.execute('insert into job_orders (task_id, job_id, data_type, region, lane, page_size, estimated_records) values ($1, $2, $3, $4, $5, $6, $7)', [
    order.task_id,
    jobId,
    order.data_type,
    order.region,
    order.lane,
    order.page_size,
    order.estimated_records,
  ]);
  await tx.execute(
    `insert into job_chunks (task_id, chunk, instance_types, start_at, end_at, expected_records)
     select $1, chunk, array(select jsonb_array_elements_text(instance_types)), start_at, end_at, greatest(0, round(expected_records))
     from jsonb_to_recordset($2::jsonb) as planned (chunk integer, instance_types jsonb, start_at timestamptz, end_at timestamptz, expected_records numeric)`,
    [order.task_id, JSON.stringify(chunks)],
  );
  await enqueue(tx, fetchOrdered, { id: `order:${order.task_id}`, body: { kind: 'fetch', ...order, chunks: chunks.map(toOrdered) } });
};

const toOrdered = ({ chunk, instance_types, start_at, end_at }: PlannedChunk) => ({ chunk, instance_types, start_at, end_at });

const count = async (tx: Tx, jobId: string): Promise<void> => {
  await tx.execute(
    `update fetch_jobs set expected = planned.expected, chunks_total = planned.chunks, weight = planned.expected + planned.chunks, weight_left = planned.expected + planned.chunks,
       fetching_ended_at = case when planned.chunks = 0 then clock_timestamp() end
     from (select coalesce(sum(expected_records), 0)::bigint as expected, count(*)::integer as chunks from job_orders join job_chunks using (task_id) where job_id = $1) planned
     where job_id = $1`,
    [jobId],
  );
};
