import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { forgetJobs } from '@ml/persistence/stores/feedback/rebalance-upkeep';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';

const AT_NIGHT = '17 4 * * *';

/** Deletes old jobs, once a night over all replicas. */
@Injectable()
export class JobHousekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('rebalance-forget', AT_NIGHT, async (tx, slot) => {
      this.logger.info({ jobs: await forgetJobs(tx, slot) }, 'old jobs of moving nodes are gone');
    });
  }
}
