import { Inject, Injectable } from '@nestjs/common';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { SECOND_MS } from '@ml/units/time';
import { Repeated } from './repeated';

/** Tells, a second later, what came too soon after the last telling of its job. */
@Injectable()
export class Teller extends Repeated {
  protected readonly everyMs = SECOND_MS;

  constructor(
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  protected async work(): Promise<void> {
    await this.jobs.tellHeldBack();
  }

  protected failed(error: unknown): void {
    this.logger.debug({ error: String(error) }, 'jobs could not be told; they are told later');
  }
}
