import type { FetchChunk, FetchDataType, FetchTask, TaskStatus } from '@ml/contracts/pricing';
import type { Tx } from '../../tx';
import type { Sql } from './sql';

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
    `insert into fetch_chunks (task_id, chunk, region) select $1, position - 1, region from unnest($2::text[]) with ordinality as regions (region, position)`,
    [task.task_id, [...task.regions]],
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

interface TaskRow {
  readonly task_id: string;
  readonly data_type: FetchDataType;
  readonly estimated_records: number | null;
  readonly created_at: Date;
  readonly chunks: number;
  readonly done: number;
  readonly failed: number;
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
       count(*) filter (where status in ('completed', 'failed')) as done, count(*) filter (where status = 'failed') as failed,
       min(started_at) as started_at, max(completed_at) as completed_at, sum(records_fetched)::bigint as fetched,
       sum(records_inserted)::bigint as inserted, sum(records_refused)::bigint as refused,
       string_agg(region || ': ' || error_message, '; ' order by chunk) filter (where status = 'failed') as error_message
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

const statusOf = (row: TaskRow): TaskStatus => {
  if (row.done === row.chunks) return row.failed > 0 ? 'failed' : 'completed';
  return row.started_at === null ? 'queued' : 'running';
};

/** Whether work of this kind is on its way in a region: a timer need not ask twice. */
export const isFetching = async (sql: Sql, kind: FetchDataType, region: string): Promise<boolean> => {
  const rows = await sql.query(
    `select 1 from fetch_chunks join fetch_tasks using (task_id)
     where data_type = $1 and region = $2 and status in ('queued', 'running') and updated_at > now() - interval '1 hour' limit 1`,
    [kind, region],
  );
  return rows.length > 0;
};
