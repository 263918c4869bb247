import type { etaSeconds, withMark } from '@ml/domain/gaps/eta';
import type { endOfFetching, linesOf } from '@ml/domain/gaps/job-lines';
import type { percentComplete } from '@ml/domain/gaps/progress';

/** What the counts of a job mean: computed by the service, in the transactions that change them. */
export interface JobRules {
  readonly percentComplete: typeof percentComplete;
  readonly etaSeconds: typeof etaSeconds;
  readonly withMark: typeof withMark;
  readonly linesOf: typeof linesOf;
  readonly endOfFetching: typeof endOfFetching;
}

export const JOB_RULES = Symbol('rules of jobs');
