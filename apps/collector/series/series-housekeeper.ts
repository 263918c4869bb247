import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { forgetWaitingSeries, linkWaitingSeries } from '@ml/persistence/stores/collector/posted-series';
import type { Tx } from '@ml/persistence/tx';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';

const HOURLY = '25 * * * *';
const WAITING_DAYS = 30;

/** Gives series their account that came beside the scan of their resource, and lets those go of which nobody ever learns whose they are. */
@Injectable()
export class SeriesHousekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('waiting-series', HOURLY, (tx, slot) => this.tidy(tx, slot));
  }

  async tidy(tx: Tx, now: Date): Promise<void> {
    const linked = await linkWaitingSeries(tx);
    const gone = await forgetWaitingSeries(tx, new Date(now.getTime() - WAITING_DAYS * DAY_MS));
    if (linked + gone > 0) this.logger.info({ linked, gone }, 'series without an account were looked at');
  }
}
