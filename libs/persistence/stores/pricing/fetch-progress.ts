import type { RefusalTally } from '@ml/domain/prices/refusal-tally';
import type { Tx } from '../../tx';
import type { Sql } from './sql';

export interface ChunkKey {
  readonly task_id: string;
  readonly chunk: number;
}

/** Where a chunk is: what a worker that takes it over needs to go on. */
export interface ChunkProgress {
  readonly status: 'queued' | 'running' | 'completed' | 'failed';
  readonly stage: string;
  readonly page_token: string | null;
  readonly pages: number;
  readonly records_fetched: number;
  readonly records_refused: number;
  /** Workers that have begun since a page was last turned. */
  readonly attempts: number;
  readonly started_at: Date;
}

/** Takes the chunk; undefined when there is no such chunk (the task was deleted). Finished chunks stay finished. */
export const beginChunk = async (sql: Sql, key: ChunkKey): Promise<ChunkProgress | undefined> => {
  const [row] = await sql.query<ChunkProgress>(
    `update fetch_chunks set
       status = case when status in ('completed', 'failed') then status else 'running' end,
       attempts = attempts + 1, started_at = coalesce(started_at, now()), updated_at = now()
     where task_id = $1 and chunk = $2
     returning status, stage, page_token, pages, records_fetched, records_refused, attempts, started_at`,
    [key.task_id, key.chunk],
  );
  return row;
};

export interface TurnedPage extends ChunkKey {
  /** How many pages had been turned when this one was asked for. */
  readonly pages: number;
  readonly stage: string;
  /** Null: this was the last page of the stage. */
  readonly next: string | null;
  readonly fetched: number;
  readonly inserted: number;
  readonly refused: RefusalTally;
}

/**
 * Notes a page in the transaction that wrote its rows.
 * False when another worker has turned it meanwhile: the caller must roll back and stop.
 */
export const turnPage = async (tx: Tx, page: TurnedPage): Promise<boolean> => {
  const touched = await tx.execute(
    `update fetch_chunks set pages = pages + 1, stage = $4, page_token = $5, records_fetched = records_fetched + $6,
       records_inserted = records_inserted + $7, records_refused = records_refused + $8,
       refused = case when $8 > 0 then $9::jsonb else refused end, attempts = 0, updated_at = now()
     where task_id = $1 and chunk = $2 and pages = $3 and status = 'running'`,
    [page.task_id, page.chunk, page.pages, page.stage, page.next, page.fetched, page.inserted, page.refused.count, JSON.stringify(page.refused)],
  );
  return touched === 1;
};

export const completeChunk = async (sql: Sql, key: ChunkKey): Promise<void> => {
  await sql.execute(
    `update fetch_chunks set status = 'completed', page_token = null, completed_at = now(), updated_at = now()
     where task_id = $1 and chunk = $2 and status = 'running'`,
    [key.task_id, key.chunk],
  );
};

export const failChunk = async (sql: Sql, key: ChunkKey, message: string): Promise<void> => {
  await sql.execute(
    `update fetch_chunks set status = 'failed', error_message = $3, completed_at = now(), updated_at = now()
     where task_id = $1 and chunk = $2 and status in ('queued', 'running')`,
    [key.task_id, key.chunk, message],
  );
};
