import type { ChunkState } from '@ml/contracts/fetch-orders';
import type { ChunkChange } from '@ml/domain/gaps/job-lines';
import type { Tx } from '../../tx';

/** A chunk after a message has changed it, and by how much. */
export interface ChangedChunk extends ChunkChange {
  readonly fetched_more: number;
  readonly inserted_more: number;
  readonly refused_more: number;
  readonly refused_before: Readonly<Record<string, number>>;
  readonly done_more: number;
  readonly left_less: number;
  /** Pricing has been at it: what is called off or given up on before that was never begun. */
  readonly begun: boolean;
}

/**
 * Later news of a chunk wins: more pages, or that it has ended. What ended stays as it is, and no count goes back.
 * A chunk weighs its expected rows and one; while it runs it stays one short of that, however much it brings.
 */
const CHANGE = {
  name: 'job-change-chunks',
  text: `with heard as (
    select distinct on (chunk) * from jsonb_to_recordset($2::jsonb) as told (chunk integer, status text, pages integer, records_fetched bigint, records_inserted bigint,
      records_refused bigint, refused jsonb, restarts integer, error_message text, started_at timestamptz, completed_at timestamptz)
    order by chunk, status in ('completed', 'failed', 'cancelled') desc, pages desc
  ), old as (
    select held.* from job_chunks held join heard using (chunk) where task_id = $1 and held.status in ('queued', 'running')
  ), changed as (
    update job_chunks held set
      status = case when heard.status = 'queued' then held.status else heard.status end,
      pages = greatest(held.pages, heard.pages), fetched = greatest(held.fetched, heard.records_fetched),
      inserted = greatest(held.inserted, heard.records_inserted), refused = greatest(held.refused, heard.records_refused),
      refused_by = case when heard.records_refused > held.refused then heard.refused else held.refused_by end,
      error_message = coalesce(heard.error_message, held.error_message), started_at = coalesce(held.started_at, heard.started_at),
      completed_at = case when heard.status in ('completed', 'failed', 'cancelled') then coalesce(heard.completed_at, clock_timestamp()) end
    from heard where held.task_id = $1 and held.chunk = heard.chunk and held.status in ('queued', 'running')
      and (heard.status in ('completed', 'failed', 'cancelled') or heard.pages > held.pages or heard.records_fetched > held.fetched or (heard.status = 'running' and held.status = 'queued'))
    returning held.*, coalesce(heard.restarts, 0) as restarts
  )
  select data_type, region, new.instance_types, new.start_at, new.end_at, new.status, new.fetched, new.inserted, new.refused, new.refused_by, new.restarts, new.error_message,
    new.fetched - old.fetched as fetched_more, new.inserted - old.inserted as inserted_more, new.refused - old.refused as refused_more, old.refused_by as refused_before,
    case when new.status = 'completed' then new.expected_records + 1 else least(new.fetched, new.expected_records) end - least(old.fetched, old.expected_records) as done_more,
    case when new.status in ('completed', 'failed', 'cancelled') then new.expected_records + 1 else least(new.fetched, new.expected_records) end
      - least(old.fetched, old.expected_records) as left_less,
    new.started_at is not null or new.pages > 0 or new.status in ('running', 'completed') as begun
  from changed new join old using (task_id, chunk) join job_orders using (task_id) order by chunk`,
};

/** What has changed, in the order of the chunks. The caller holds the job's row. */
export const changeChunks = (tx: Tx, taskId: string, states: readonly ChunkState[]): Promise<ChangedChunk[]> => tx.query<ChangedChunk>(CHANGE, [taskId, JSON.stringify(states)]);
