import type { FetchDataType, TaskStatus } from './pricing';
import { event, question, work } from './wire';

/** `fresh`: what keeps prices current, and what somebody waits for. `bulk`: the past, behind everything else. */
export type FetchLane = 'fresh' | 'bulk';

/** One piece of an order: taken by any replica of pricing, repeated without harm. */
export interface OrderedChunk {
  readonly chunk: number;
  /** Empty: all types of the region. */
  readonly instance_types: readonly string[];
  /** RFC 3339; null: a list, which has no past. The end is exclusive. */
  readonly start_at: string | null;
  readonly end_at: string | null;
}

/** One kind of data of one region, for a job of the gap filler. The ids are the gap filler's: the same order twice is one task. */
export interface FetchOrder {
  readonly kind: 'fetch';
  readonly task_id: string;
  readonly data_type: FetchDataType;
  /** `*` for the advisor, whose one file names all regions. */
  readonly region: string;
  readonly lane: FetchLane;
  /** Rows asked for at a time, and written in one transaction. */
  readonly page_size: number;
  readonly estimated_records: number | null;
  readonly chunks: readonly OrderedChunk[];
}

/** Chunks that are queued are not begun, those that run stop at their next page. Of a task that is not known yet: never begun. */
export interface CancelOrder {
  readonly kind: 'cancel';
  readonly task_id: string;
}

export const fetchOrdered = work<FetchOrder | CancelOrder>('gap-filler', 'order');

export type ChunkStatus = TaskStatus | 'cancelled';

/** Where a chunk of a task is: everything since its beginning, so that a later one makes an earlier one needless. */
export interface ChunkState {
  readonly task_id: string;
  readonly chunk: number;
  readonly status: ChunkStatus;
  readonly pages: number;
  readonly records_fetched: number;
  readonly records_inserted: number;
  readonly records_refused: number;
  /** Refused rows by their code. */
  readonly refused: Readonly<Record<string, number>>;
  /** How often a list was begun anew because its source no longer took the place that had been reached: rows may have come twice. */
  readonly restarts?: number;
  /** Why it failed, for people; null unless it has. */
  readonly error_message: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

export interface FetchProgress extends ChunkState {
  readonly data_type: FetchDataType;
  readonly region: string;
  readonly at: string;
}

/** Told with the transaction that wrote the rows, for every page of every task. */
export const fetchProgressed = event<FetchProgress>('pricing', 'fetch-progress');

/** The truth about a task, for whoever has heard nothing for a while. `known: false`: no such task; order it again. */
export const askTaskChunks = question<{ readonly task_id: string }, { readonly known: boolean; readonly chunks: readonly ChunkState[] }>('pricing', 'task-chunks', 10_000);
