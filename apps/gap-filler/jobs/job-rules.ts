import { etaSeconds, withMark } from '@ml/domain/gaps/eta';
import { endOfFetching, linesOf } from '@ml/domain/gaps/job-lines';
import { percentComplete } from '@ml/domain/gaps/progress';
import type { JobRules } from '@ml/persistence/stores/gap-filler/job-rules';

/** For whoever makes a `JobStore`. */
export const jobRules: JobRules = { percentComplete, etaSeconds, withMark, linesOf, endOfFetching };
