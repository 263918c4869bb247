import type { ChunkStatus, FetchProgress } from '@ml/contracts/fetch-orders';
import type { FetchDataType } from '@ml/contracts/pricing';
import type { RefusalTally } from '@ml/domain/prices/refusal-tally';
import type { Tx } from '../../tx';
import type { Sql } from '../../sql';

export interface ChunkKey {
  readonly task_id: string;
  readonly chunk: number;
}

/** Where a chunk is: what a worker that takes it over needs to go on. */
export interface ChunkProgress {
  readonly status: ChunkStatus;
  readonly stage: string;
  readonly page_token: string | null;
  readonly pages: number;
  readonly records_fetched: number;
  readonly refused: RefusalTally | null;
  /** Workers that have begun since a page was last turned, and have not said that they leave it. */
  readonly attempts: number;
  readonly started_at: Date;
}

/** Takes the chunk; undefined when there is no such chunk (the task was deleted). What has ended stays as it ended. */
export const beginChunk = async (sql: Sql, key: ChunkKey): Promise<ChunkProgress | undefined> => {
  const [row] = await sql.query<ChunkProgress>(
    `update fetch_chunks set
       status = case when status = 'queued' then 'running' else status end,
       attempts = attempts + 1, started_at = case when status = 'queued' then now() else started_at end, updated_at = now()
     where task_id = $1 and chunk = $2
     returning status, stage, page_token, pages, records_fetched, refused, attempts, started_at`,
    [key.task_id, key.chunk],
  );
  return row;
};

/** The worker goes, and lives: it does not count among those that died of the chunk. */
export const leaveChunk = async (sql: Sql, key: ChunkKey): Promise<void> => {
  await sql.execute(`update fetch_chunks set attempts = attempts - 1 where task_id = $1 and chunk = $2 and status = 'running' and attempts > 0`, [key.task_id, key.chunk]);
};

interface StateRow {
  readonly task_id: string;
  readonly chunk: number;
  readonly data_type: FetchDataType;
  readonly region: string;
  readonly status: ChunkStatus;
  readonly pages: number;
  readonly records_fetched: number;
  readonly records_inserted: number;
  readonly records_refused: number;
  readonly refused: RefusalTally | null;
  readonly restarts: number;
  readonly error_message: string | null;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly at: Date;
}

const STATE = `task.task_id, chunk.chunk, task.data_type, chunk.region, chunk.status, chunk.pages, chunk.records_fetched, chunk.records_inserted, chunk.records_refused,
  chunk.refused, chunk.restarts, chunk.error_message, chunk.started_at, chunk.completed_at, clock_timestamp() as at`;

const progressOf = (row: StateRow): FetchProgress => ({
  task_id: row.task_id,
  chunk: row.chunk,
  data_type: row.data_type,
  region: row.region,
  status: row.status,
  pages: row.pages,
  records_fetched: row.records_fetched,
  records_inserted: row.records_inserted,
  records_refused: row.records_refused,
  refused: row.refused?.by_code ?? {},
  restarts: row.restarts,
  error_message: row.error_message,
  started_at: row.started_at?.toISOString() ?? null,
  completed_at: row.completed_at?.toISOString() ?? null,
  at: row.at.toISOString(),
});

/** Changes chunks, with `$1` the task, and tells what they have become. */
const change = async (sql: Sql, { set, where, params }: { readonly set: string; readonly where: string; readonly params: readonly unknown[] }): Promise<FetchProgress[]> => {
  const rows = await sql.query<StateRow>(
    `update fetch_chunks chunk set ${set}, updated_at = now() from fetch_tasks task
     where task.task_id = chunk.task_id and chunk.task_id = $1 and ${where} returning ${STATE}`,
    params,
  );
  return rows.map(progressOf);
};

export interface TurnedPage extends ChunkKey {
  /** How many pages had been turned when this one was asked for. */
  readonly pages: number;
  readonly stage: string;
  /** Null: this was the last page of the stage. */
  readonly next: string | null;
  readonly fetched: number;
  readonly inserted: number;
  /** Of the whole chunk so far. */
  readonly refused: RefusalTally;
  /** Whether its stage was begun anew with this page. */
  readonly restarted: boolean;
}

/**
 * Notes a page in the transaction that wrote its rows.
 * Undefined when the chunk is no longer this worker's, or was called off: the caller must roll back and stop.
 */
export const turnPage = async (tx: Tx, page: TurnedPage): Promise<FetchProgress | undefined> => {
  const [turned] = await change(tx, {
    set: `pages = chunk.pages + 1, stage = $4, page_token = $5, records_fetched = chunk.records_fetched + $6, records_inserted = chunk.records_inserted + $7,
       records_refused = $8, refused = case when $8::bigint > 0 then $9::jsonb end, restarts = chunk.restarts + $10::integer, attempts = 0`,
    where: `chunk.chunk = $2 and chunk.pages = $3 and chunk.status = 'running'`,
    params: [page.task_id, page.chunk, page.pages, page.stage, page.next, page.fetched, page.inserted, page.refused.count, JSON.stringify(page.refused), page.restarted ? 1 : 0],
  });
  return turned;
};

/** Undefined when it has ended meanwhile. */
export const completeChunk = async (sql: Sql, key: ChunkKey): Promise<FetchProgress | undefined> => {
  const [ended] = await change(sql, {
    set: `status = 'completed', page_token = null, completed_at = now()`,
    where: `chunk.chunk = $2 and chunk.status = 'running'`,
    params: [key.task_id, key.chunk],
  });
  return ended;
};

/** Undefined when it has ended meanwhile. */
export const failChunk = async (sql: Sql, key: ChunkKey, message: string): Promise<FetchProgress | undefined> => {
  const [ended] = await change(sql, {
    set: `status = 'failed', error_message = $3, completed_at = now()`,
    where: `chunk.chunk = $2 and chunk.status in ('queued', 'running')`,
    params: [key.task_id, key.chunk, message],
  });
  return ended;
};

/** Calls off what has not ended; a worker that is at it finds out with its next page. */
export const cancelChunks = (tx: Tx, taskId: string): Promise<FetchProgress[]> =>
  change(tx, { set: `status = 'cancelled', completed_at = now()`, where: `chunk.status in ('queued', 'running')`, params: [taskId] });

/** Every chunk of a task, in their order. */
export const chunkProgress = async (sql: Sql, taskId: string): Promise<FetchProgress[]> => {
  const rows = await sql.query<StateRow>(`select ${STATE} from fetch_chunks chunk join fetch_tasks task using (task_id) where task.task_id = $1 order by chunk.chunk`, [taskId]);
  return rows.map(progressOf);
};

/** Numbers of the chunks of a task that have not ended and that nobody has touched for a minute. */
export const chunksLyingStill = async (sql: Sql, taskId: string): Promise<readonly number[]> => {
  const rows = await sql.query<{ chunk: number }>(
    `select chunk from fetch_chunks where task_id = $1 and status in ('queued', 'running') and updated_at < now() - interval '1 minute'`,
    [taskId],
  );
  return rows.map(({ chunk }) => chunk);
};

export const chunkStatus = async (sql: Sql, key: ChunkKey): Promise<ChunkStatus | undefined> => {
  const [row] = await sql.query<{ status: ChunkStatus }>('select status from fetch_chunks where task_id = $1 and chunk = $2', [key.task_id, key.chunk]);
  return row?.status;
};
