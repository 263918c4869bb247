import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';

const HOURLY = '30 * * * *';

/** Asks again for the steps of refreshes that stand still: a bus that was set up anew, or has given a message up, knows nothing of them. */
@Injectable()
export class ForgottenSteps implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(RefreshStore) private readonly store: RefreshStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('refresh-steps', HOURLY, async (tx, slot) => {
      const asked = await this.store.enqueueForgottenSteps(tx, slot.toISOString());
      if (asked > 0) this.logger.info({ refreshes: asked }, 'steps of refreshes that stand still were asked for again');
    });
  }
}
