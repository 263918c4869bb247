import { AppError } from '@ml/contracts/app-error';
import { countJobsUnderWay } from '@ml/persistence/stores/gap-filler/jobs-under-way';
import type { Tx } from '@ml/persistence/tx';

/** In the transaction that begins the job, once its own row is in: a request that comes twice at once finds its job, not a crowd. @throws AppError TOO_MANY_JOBS */
export const refuseCrowd = async (tx: Tx, maxJobs: number): Promise<void> => {
  const jobs = (await countJobsUnderWay(tx)) - 1;
  if (jobs < maxJobs) return;
  throw new AppError('TOO_MANY_JOBS', `${jobs} fills and refreshes are under way, and ${maxJobs} may be at once (GAP_FILLER_MAX_JOBS); wait for one to end, or cancel one`, { details: { jobs, limit: maxJobs } });
};
