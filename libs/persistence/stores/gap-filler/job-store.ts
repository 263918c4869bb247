import type { ChunkState } from '@ml/contracts/fetch-orders';
import type { JobLogLine } from '@ml/contracts/jobs';
import type { JobLine } from '@ml/domain/gaps/job-lines';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import { applyStates, type Applied } from './apply-states';
import { beginJob, enqueueStep, openJob, type NewJob, type OpenJob } from './begin-job';
import { askCancel } from './cancel-job';
import { linesAfter, newestLines, writeLines, type LinesAsk } from './job-log';
import { progressOf, type JobView } from './job-progress';
import { JOB_RULES, type JobRules } from './job-rules';
import { tellHeldBack, tellJob } from './tell-job';

/**
 * What is fetched for fills and refreshes. The id of a job is the id of its fill or refresh, whose own row (`data_gaps`, `model_refresh_history`)
 * belongs to its handler and is to be written in the same transaction; only `pending` -> `filling` happens here, with the first chunk that begins.
 */
@Injectable()
export class JobStore {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(JOB_RULES) private readonly rules: JobRules,
  ) {}

  /** A job that is planned later, by its handler: its first step is on its way. The same id again changes nothing. */
  open(tx: Tx, job: OpenJob): Promise<void> {
    return openJob(tx, job);
  }

  /**
   * Stores what is to be fetched and orders it; with nothing to fetch, the job's step comes at once. The job need not have been opened.
   * False when it has begun before, or was cancelled before it began: then nothing is ordered.
   */
  begin(tx: Tx, job: NewJob): Promise<boolean> {
    return beginJob(tx, job);
  }

  /** Another step of the job's handler, after this transaction; `name` says which: the same one again is the same message. */
  step(tx: Tx, jobId: string, name: string): Promise<void> {
    return enqueueStep(tx, jobId, name);
  }

  /** False when there is nothing to cancel: no such job, or its fetching is over. Otherwise the job's step comes when all has ended. */
  askCancel(tx: Tx, jobId: string): Promise<boolean> {
    return askCancel(tx, jobId);
  }

  /** A line of the job's log. @throws Error when the job was neither opened nor begun */
  say(tx: Tx, jobId: string, line: JobLine): Promise<void> {
    return writeLines(tx, jobId, [line]);
  }

  /** Tells at once how the job is: whenever the handler has changed its status, after the change, in the same transaction. */
  tell(tx: Tx, jobId: string): Promise<void> {
    return tellJob(tx, jobId, this.rules);
  }

  /** Tells what was held back because a job was told just before. */
  tellHeldBack(): Promise<number> {
    return this.database.transaction((tx) => tellHeldBack(tx, this.rules));
  }

  /** Takes what pricing says of chunks of one task; late and repeated news change nothing. */
  apply(states: readonly ChunkState[]): Promise<Applied | undefined> {
    return applyStates(this.database, states, this.rules);
  }

  /** By id; what is no job is left out. */
  progressOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, JobView>> {
    return progressOf(sql, ids, this.rules);
  }

  /** The newest lines of the log, oldest first. */
  newestLines(sql: Sql, jobId: string, count: number): Promise<readonly JobLogLine[]> {
    return newestLines(sql, jobId, { count });
  }

  linesAfter(sql: Sql, jobId: string, ask: LinesAsk): Promise<{ readonly lines: readonly JobLogLine[]; readonly total: number }> {
    return linesAfter(sql, jobId, ask);
  }
}
