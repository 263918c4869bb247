import type { FetchLane, FetchOrder } from '@ml/contracts/fetch-orders';
import type { FetchChunk, FetchDataType, FetchTask } from '@ml/contracts/pricing';
import type { Tx } from '../../tx';
import type { Sql } from '../../sql';

/** Of tasks that pricing makes itself. */
export type TaskOrigin = 'request' | 'schedule' | 'first start';

export interface NewTask {
  readonly task_id: string;
  readonly data_type: FetchDataType;
  readonly instance_types: readonly string[];
  readonly regions: readonly string[];
  readonly start_at: Date | null;
  readonly end_at: Date | null;
  readonly origin: TaskOrigin;
  readonly estimated_records: number | null;
}

/** The task and one chunk per region, in the caller's transaction, so that its messages can go out with it. */
export const createTask = async (tx: Tx, task: NewTask): Promise<readonly FetchChunk[]> => {
  await tx.execute(
    `insert into fetch_tasks (task_id, data_type, instance_types, regions, start_at, end_at, origin, estimated_records) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [task.task_id, task.data_type, [...task.instance_types], [...task.regions], task.start_at, task.end_at, task.origin, task.estimated_records],
  );
  await tx.execute(
    `insert into fetch_chunks (task_id, chunk, region, instance_types, start_at, end_at)
     select $1, position - 1, region, $3, $4, $5 from unnest($2::text[]) with ordinality as regions (region, position)`,
    [task.task_id, [...task.regions], [...task.instance_types], task.start_at, task.end_at],
  );
  return task.regions.map((region, chunk) => ({
    task_id: task.task_id,
    chunk,
    data_type: task.data_type,
    region,
    instance_types: task.instance_types,
    start_at: task.start_at?.toISOString() ?? null,
    end_at: task.end_at?.toISOString() ?? null,
  }));
};

/** The task and the chunks that were ordered, in the caller's transaction; false when it is there already. */
export const createOrderedTask = async (tx: Tx, order: FetchOrder): Promise<boolean> => {
  const created = await tx.execute(
    `insert into fetch_tasks (task_id, data_type, instance_types, regions, start_at, end_at, origin, lane, estimated_records)
     select $1, $2, array(select distinct jsonb_array_elements_text(chunk -> 'instance_types') from jsonb_array_elements($6::jsonb) chunk order by 1), array[$3],
       min((chunk ->> 'start_at')::timestamptz), max((chunk ->> 'end_at')::timestamptz), 'order', $4, $5 from jsonb_array_elements($6::jsonb) chunk
     on conflict do nothing`,
    [order.task_id, order.data_type, order.region, order.lane, order.estimated_records, JSON.stringify(order.chunks)],
  );
  if (created === 0) return false;
  await tx.execute(
    `insert into fetch_chunks (task_id, chunk, region, instance_types, start_at, end_at)
     select $1, (chunk ->> 'chunk')::integer, $2, array(select jsonb_array_elements_text(chunk -> 'instance_types')), (chunk ->> 'start_at')::timestamptz, (chunk ->> 'end_at')::timestamptz
     from jsonb_array_elements($3::jsonb) chunk`,
    [order.task_id, order.region, JSON.stringify(order.chunks)],
  );
  return true;
};

/** Until the transaction ends nobody else orders or calls off this task. */
export const holdTask = async (tx: Tx, taskId: string): Promise<void> => {
  await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`fetch-task:${taskId}`]);
};

export const isKnownTask = async (sql: Sql, taskId: string): Promise<boolean> => (await sql.query('select 1 from fetch_tasks where task_id = $1', [taskId])).length > 0;

/** Remembers that a task was called off which has not come yet. */
export const cancelAhead = async (tx: Tx, taskId: string): Promise<void> => {
  await tx.execute('insert into cancelled_orders (task_id) values ($1) on conflict do nothing', [taskId]);
};

export const isCancelledAhead = async (tx: Tx, taskId: string): Promise<boolean> => (await tx.query('select 1 from cancelled_orders where task_id = $1', [taskId])).length > 0;

/** Chunks by the hundred may fail, each for a reason of its own. */
const LONGEST_MESSAGE = 2_000;

interface TaskRow {
  readonly task_id: string;
  readonly data_type: FetchDataType;
  readonly estimated_records: number | null;
  readonly created_at: Date;
  readonly chunks: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly fetched: number;
  readonly inserted: number;
  readonly refused: number;
  readonly error_message: string | null;
}

/** A task is what its chunks are. */
export const findTask = async (sql: Sql, taskId: string): Promise<FetchTask | undefined> => {
  const [row] = await sql.query<TaskRow>(
    `select task.task_id, task.data_type, task.estimated_records, task.created_at, count(*) as chunks,
       count(*) filter (where status not in ('queued', 'running')) as done, count(*) filter (where status = 'failed') as failed,
       count(*) filter (where status = 'cancelled') as cancelled,
       min(started_at) as started_at, max(completed_at) as completed_at, sum(records_fetched)::bigint as fetched,
       sum(records_inserted)::bigint as inserted, sum(records_refused)::bigint as refused,
       left(string_agg(distinct region || ': ' || error_message, '; ') filter (where status = 'failed'), ${String(LONGEST_MESSAGE)}) as error_message
     from fetch_tasks task join fetch_chunks using (task_id) where task_id = $1 group by task.task_id`,
    [taskId],
  );
  return row === undefined ? undefined : taskOf(row);
};

const taskOf = (row: TaskRow): FetchTask => ({
  task_id: row.task_id,
  status: statusOf(row),
  data_type: row.data_type,
  percent_complete: Math.floor((100 * row.done) / row.chunks),
  estimated_records: row.estimated_records,
  records_fetched: row.fetched,
  records_inserted: row.inserted,
  records_refused: row.refused,
  created_at: row.created_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  completed_at: row.done === row.chunks ? (row.completed_at?.toISOString() ?? null) : null,
  error_message: row.error_message,
});

const statusOf = (row: TaskRow): FetchTask['status'] => {
  if (row.done === row.chunks && row.cancelled > 0) return 'cancelled';
  if (row.done === row.chunks) return row.failed > 0 ? 'failed' : 'completed';
  return row.started_at === null ? 'queued' : 'running';
};

export interface LostChunk extends FetchChunk {
  readonly lane: FetchLane;
}

/** More at a time would hold up what is fresh; the others come with the next look. */
const MOST_LOST = 500;
const SILENCE = `interval '15 minutes'`;
const TAKE_LOST = `
  with alive as (select distinct lane from fetch_chunks join fetch_tasks using (task_id) where status <> 'queued' and updated_at > now() - ${SILENCE}),
    lost as (
      select chunk.task_id, chunk.chunk from fetch_chunks chunk join fetch_tasks task using (task_id)
      where status in ('queued', 'running') and updated_at < now() - ${SILENCE} and task.created_at > now() - interval '7 days'
        and (status = 'running' or lane not in (select lane from alive))
      order by task_id, chunk limit $1)
  update fetch_chunks chunk set updated_at = now() from lost join fetch_tasks task using (task_id)
  where chunk.task_id = lost.task_id and chunk.chunk = lost.chunk
  returning chunk.task_id, chunk.chunk, data_type, region, chunk.instance_types, chunk.start_at, chunk.end_at, lane`;

type LostRow = Omit<LostChunk, 'start_at' | 'end_at'> & { readonly start_at: Date | null; readonly end_at: Date | null };

/**
 * Chunks of the last week that nobody has touched for a quarter of an hour: those that were begun, and those that wait although their lane
 * stands still. They count as touched from now on.
 */
export const takeLostChunks = async (tx: Tx): Promise<readonly LostChunk[]> => {
  const rows = await tx.query<LostRow>(TAKE_LOST, [MOST_LOST]);
  return rows.map((row) => ({ ...row, start_at: row.start_at?.toISOString() ?? null, end_at: row.end_at?.toISOString() ?? null }));
};

/** Whether nothing of the task is left to do in a region. */
export const isOver = async (sql: Sql, taskId: string, region: string): Promise<boolean> =>
  (await sql.query(`select 1 from fetch_chunks where task_id = $1 and region = $2 and status in ('queued', 'running') limit 1`, [taskId, region])).length === 0;

/**
 * Whether what keeps a region current is on its way already, so that a timer need not ask twice.
 * What fetches some types, or the past, does not: a fill of weeks would hold up the refresh of every hour.
 */
export const isFetching = async (sql: Sql, kind: FetchDataType, region: string): Promise<boolean> => {
  const rows = await sql.query(
    `select 1 from fetch_chunks chunk join fetch_tasks task using (task_id)
     where data_type = $1 and region = $2 and lane = 'fresh' and chunk.instance_types = '{}' and chunk.end_at is null
       and status in ('queued', 'running') and updated_at > now() - interval '1 hour' limit 1`,
    [kind, region],
  );
  return rows.length > 0;
};
