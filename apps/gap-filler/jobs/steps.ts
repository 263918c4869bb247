import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { kindOf } from '@ml/persistence/stores/gap-filler/job-figures';
import type { Logger } from '@ml/platform/logger';
import { toAppError } from '@ml/platform/to-app-error';
import { LOGGER } from '@ml/platform/tokens';
import { JOB_HANDLERS, type JobHandler } from './job-handler';

/** Gives each step to the handler of its kind. What cannot succeed ends the job; what may succeed later comes again. */
@Injectable()
export class Steps {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(JOB_HANDLERS) private readonly handlers: readonly JobHandler[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws AppError retryable: the step is to come again */
  async take(jobId: string): Promise<void> {
    const kind = await kindOf(this.database, jobId);
    const handler = this.handlers.find((candidate) => candidate.kind === kind);
    if (handler === undefined) {
      this.logger.warn({ job_id: jobId, job_kind: kind }, 'a step of a job that nobody knows was left out');
      return;
    }
    try {
      await handler.step(jobId);
    } catch (error) {
      const fault = toAppError(error);
      if (fault.retryable) throw fault;
      this.logger.error({ job_id: jobId, job_kind: kind, err: error }, 'a job has ended: its step cannot succeed');
      await handler.fail(jobId, fault.message);
    }
  }
}
