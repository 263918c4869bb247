import { event, question, work } from './wire';

/** What the gap filler works on: a fill of a gap, or a refresh of a model. */
export const JOB_KINDS = ['gap', 'refresh'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const LOG_LEVELS = ['info', 'warn', 'error'] as const;

export interface JobLogLine {
  /** Ascending within the job. */
  readonly line: number;
  readonly at: string;
  readonly level: (typeof LOG_LEVELS)[number];
  readonly text: string;
}

/** How far a job's fetching is. Counts never go back. */
export interface JobProgress {
  /** 0 to 100, whole; 100 only when nothing is left to do. */
  readonly percent_complete: number;
  readonly records_expected: number;
  /** Rows that came, those that were there already included. */
  readonly records_fetched: number;
  /** Rows that were new. */
  readonly records_inserted: number;
  /** Rows that could not be taken, by code. */
  readonly records_refused: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly chunks: { readonly total: number; readonly completed: number; readonly failed: number; readonly cancelled: number };
  /** From the measured rate; null while there is none, or when the job has ended. */
  readonly eta_seconds: number | null;
}

/** A live view of one job, told at most once a second while it works and always when its status changes. */
export interface JobTold extends JobProgress {
  readonly job_kind: JobKind;
  readonly job_id: string;
  readonly model_id: string | null;
  readonly status: string;
  readonly error_message: string | null;
  /** Lines since the last telling. */
  readonly log: readonly JobLogLine[];
  readonly at: string;
}

export const jobTold = event<JobTold>('gap-filler', 'job-told');

/** A step of a job that does not wait for rows: taken by any replica, repeated without harm. */
export const jobStep = work<{ readonly job_id: string }>('gap-filler', 'step');

export interface JobLogQuery {
  readonly job_kind: JobKind;
  readonly job_id: string;
  /** Only lines after this one. */
  readonly after: number;
  readonly limit: number;
}

export const askJobLog = question<JobLogQuery, { readonly lines: readonly JobLogLine[]; readonly total: number }>('gap-filler', 'job-log', 5_000);
