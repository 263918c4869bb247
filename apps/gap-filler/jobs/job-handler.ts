import type { JobKind } from '@ml/contracts/jobs';

/** What goes on with a job of one kind when its rows are there. Each step may be taken twice, by two replicas: its place is in the job's own row. */
export interface JobHandler {
  readonly kind: JobKind;
  /** Goes on with the job as far as it can. What it throws comes again when it is retryable, and otherwise ends the job by `fail`. */
  step(jobId: string): Promise<void>;
  /** Ends the job as failed, for this reason; of one that has ended it changes nothing. */
  fail(jobId: string, message: string): Promise<void>;
}

/** All handlers, one of each kind: `{ provide: JOB_HANDLERS, useFactory: (...handlers) => handlers, inject: [GapHandler, RefreshHandler] }`. */
export const JOB_HANDLERS = Symbol('handlers of jobs');
