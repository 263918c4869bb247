import type { ChunkState } from '@ml/contracts/fetch-orders';
import type { Mark } from '@ml/domain/gaps/eta';
import type { JobLine } from '@ml/domain/gaps/job-lines';
import type { Database } from '../../database';
import type { Tx } from '../../tx';
import { enqueueStep } from './begin-job';
import { changeChunks, type ChangedChunk } from './change-chunks';
import { writeLines } from './job-log';
import type { JobRules } from './job-rules';
import { tellJob } from './tell-job';

/** What came of a message, for the metrics. */
export interface Applied {
  readonly job_kind: string;
  readonly inserted: number;
  readonly known: number;
  readonly refused: number;
}

interface LockedJob {
  readonly job_id: string;
  readonly job_kind: string;
  readonly refused_by: Readonly<Record<string, number>>;
  readonly marks: readonly Mark[];
  readonly settled: number;
  readonly now_ms: number;
  readonly fetching: boolean;
}

interface Totals {
  readonly fetched: number;
  readonly inserted: number;
  readonly refused: number;
  readonly refused_by: Readonly<Record<string, number>>;
  readonly done: number;
  readonly settled: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

interface After {
  readonly fetched: number;
  readonly inserted: number;
  readonly refused: number;
  readonly chunks: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly over: boolean;
  /** Nothing was told within the last second; otherwise it stays marked as untold. */
  readonly due: boolean;
}

/** The job's row comes before its fill's or refresh's, as with everybody who changes both: otherwise two could wait for each other. */
const LOCK = {
  name: 'job-lock',
  text: `select job_id, job_kind, refused_by, marks, weight - weight_left as settled, (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms,
    fetching_since is not null as fetching
  from fetch_jobs where job_id = (select job_id from job_orders where task_id = $1) for update`,
};

const ADD = {
  name: 'job-add',
  text: `update fetch_jobs set heard_at = clock_timestamp(), untold = true, fetched = fetched + $2, inserted = inserted + $3, refused = refused + $4, refused_by = $5,
    weight_done = weight_done + $6, weight_left = weight_left - $7, chunks_completed = chunks_completed + $8, chunks_failed = chunks_failed + $9,
    chunks_cancelled = chunks_cancelled + $10, marks = $11, fetching_since = coalesce(fetching_since, case when $12 then clock_timestamp() end),
    fetching_ended_at = case when chunks_completed + chunks_failed + chunks_cancelled + $8 + $9 + $10 = chunks_total then coalesce(fetching_ended_at, clock_timestamp()) end
  where job_id = $1
  returning fetched, inserted, refused, chunks_total as chunks, chunks_failed as failed, chunks_cancelled as cancelled, fetching_ended_at is not null as over,
    told_at is null or told_at < clock_timestamp() - interval '1 second' as due`,
};

/** Takes what pricing says of one task's chunks. Undefined when the task is no job's, or nothing is new. */
export const applyStates = async (database: Database, states: readonly ChunkState[], rules: JobRules): Promise<Applied | undefined> => {
  const [first] = states;
  if (first === undefined) return undefined;
  // Most tasks of pricing are nobody's order: they cost a look into an index.
  const ours = await database.query('select from job_orders where task_id = $1', [first.task_id]);
  if (ours.length === 0) return undefined;
  return database.transaction((tx) => applyIn(tx, states, rules));
};

const applyIn = async (tx: Tx, states: readonly ChunkState[], rules: JobRules): Promise<Applied | undefined> => {
  const taskId = states[0]?.task_id ?? '';
  const [job] = await tx.query<LockedJob>(LOCK, [taskId]);
  if (job === undefined) return undefined;
  const changes = await changeChunks(tx, taskId, states);
  if (changes.length === 0) return undefined;
  const total = totalsOf(changes, job.refused_by);
  const begins = !job.fetching && changes.some((change) => change.begun);
  const marks = rules.withMark(job.marks, { at: job.now_ms, settled: job.settled + total.settled });
  const after = await addTotals(tx, { job, total, begins, marks });
  if (begins) await noteBegin(tx, job.job_id);
  await writeLines(tx, job.job_id, linesOf(job, changes, rules));
  if (after.over) await noteOver(tx, job.job_id, rules.endOfFetching(after));
  if (after.due || begins) await tellJob(tx, job.job_id, rules);
  return { job_kind: job.job_kind, inserted: total.inserted, known: Math.max(0, total.fetched - total.inserted - total.refused), refused: total.refused };
};

const linesOf = (job: LockedJob, changes: readonly ChangedChunk[], rules: JobRules): readonly JobLine[] => {
  const lines: JobLine[] = [];
  let said = job.refused_by;
  for (const change of changes) {
    lines.push(...rules.linesOf(change, said));
    said = { ...said, ...change.refused_by };
  }
  return lines;
};

const totalsOf = (changes: readonly ChangedChunk[], refusedBefore: Readonly<Record<string, number>>): Totals => {
  const sum = (of: (change: ChangedChunk) => number): number => changes.reduce((total, change) => total + of(change), 0);
  const ended = (status: string): number => changes.filter((change) => change.status === status).length;
  const refused_by: Record<string, number> = { ...refusedBefore };
  for (const change of changes) {
    for (const [code, count] of Object.entries(change.refused_by)) refused_by[code] = (refused_by[code] ?? 0) + Math.max(0, count - (change.refused_before[code] ?? 0));
  }
  return {
    fetched: sum((change) => change.fetched_more),
    inserted: sum((change) => change.inserted_more),
    refused: sum((change) => change.refused_more),
    refused_by,
    done: sum((change) => change.done_more),
    settled: sum((change) => change.left_less),
    completed: ended('completed'),
    failed: ended('failed'),
    cancelled: ended('cancelled'),
  };
};

interface Added {
  readonly job: LockedJob;
  readonly total: Totals;
  /** The first chunk of the job has begun. */
  readonly begins: boolean;
  readonly marks: readonly Mark[];
}

const addTotals = async (tx: Tx, { job, total, begins, marks }: Added): Promise<After> => {
  const [after] = await tx.query<After>(ADD, [
    job.job_id,
    total.fetched,
    total.inserted,
    total.refused,
    JSON.stringify(total.refused_by),
    total.done,
    total.settled,
    total.completed,
    total.failed,
    total.cancelled,
    JSON.stringify(marks),
    begins,
  ]);
  if (after === undefined) throw new Error(`the job ${job.job_id} is locked and yet not there`);
  return after;
};

/** A fill waits until something of it is fetched; one that is called off meanwhile stays so. */
const noteBegin = async (tx: Tx, jobId: string): Promise<void> => {
  await writeLines(tx, jobId, [{ level: 'info', text: 'fetching has begun' }]);
  await tx.execute("update data_gaps set status = case status when 'pending' then 'filling' else status end, started_at = clock_timestamp() where gap_id = $1 and started_at is null and completed_at is null", [jobId]);
};

const noteOver = async (tx: Tx, jobId: string, line: JobLine): Promise<void> => {
  await writeLines(tx, jobId, [line]);
  await enqueueStep(tx, jobId, 'fetched');
};
