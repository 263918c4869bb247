import { DEFAULT_LINES, type JobLogQueryDto } from '@ml/contracts/dto/job-dto';
import { askJobLog, type JobLogLine, type JobLogQuery } from '@ml/contracts/jobs';
import type { Paged } from '@ml/contracts/pricing';
import type { Bus } from '@ml/platform/bus/bus';

/** Lines of a job's log after a line, as a page. @throws AppError NOT_FOUND */
export const jobLog = async (bus: Bus, job: Pick<JobLogQuery, 'job_kind' | 'job_id'>, { after = 0, limit = DEFAULT_LINES }: JobLogQueryDto): Promise<Paged<JobLogLine>> => {
  const { lines, total } = await bus.ask(askJobLog, { ...job, after, limit });
  return { rows: lines, total };
};
