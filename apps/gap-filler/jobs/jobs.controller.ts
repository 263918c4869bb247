import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { fetchProgressed, type FetchProgress } from '@ml/contracts/fetch-orders';
import { askJobLog, jobStep, type JobLogLine, type JobLogQuery } from '@ml/contracts/jobs';
import { Database } from '@ml/persistence/database';
import { kindOf } from '@ml/persistence/stores/gap-filler/job-figures';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { Answers, Consumes } from '@ml/platform/bus/handlers';
import { JobMetrics } from './job-metrics';
import { Steps } from './steps';

/** What is told of chunks is taken one job at a time anyway: its row is locked. */
const PROGRESS_AT_ONCE = 4;
const STEPS_AT_ONCE = 4;
/** Our database may be away for hours; half a minute lies between the later ones. */
const MAX_DELIVERIES = 1_000;
const MOST_LINES = 1_000;

/** What comes to the jobs: news of their chunks, their next steps, and questions for their log. */
@Controller()
export class JobsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(Steps) private readonly steps: Steps,
    @Inject(JobMetrics) private readonly metrics: JobMetrics,
  ) {}

  @Consumes(fetchProgressed, { durable: 'progress', concurrency: PROGRESS_AT_ONCE, maxDeliver: MAX_DELIVERIES })
  async progress(@Payload() told: FetchProgress): Promise<void> {
    const applied = await this.jobs.apply([told]);
    if (applied !== undefined) this.metrics.count(applied);
  }

  @Consumes(jobStep, { durable: 'steps', concurrency: STEPS_AT_ONCE, maxDeliver: MAX_DELIVERIES })
  step(@Payload() { job_id }: { readonly job_id: string }): Promise<void> {
    return this.steps.take(job_id);
  }

  /** @throws AppError NOT_FOUND */
  @Answers(askJobLog)
  async log(@Payload() { job_kind, job_id, after, limit }: JobLogQuery): Promise<{ readonly lines: readonly JobLogLine[]; readonly total: number }> {
    if ((await kindOf(this.database, job_id)) !== job_kind) {
      throw new AppError('NOT_FOUND', `there is no such ${job_kind === 'gap' ? 'fill' : 'refresh'}`, { path: job_kind === 'gap' ? 'gap_id' : 'refresh_id' });
    }
    return this.jobs.linesAfter(this.database, job_id, { after, limit: Math.min(limit, MOST_LINES) });
  }
}
