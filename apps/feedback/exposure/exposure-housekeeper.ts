import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { forgetHours } from '@ml/persistence/stores/feedback/exposure-hours';
import { forgetInventories } from '@ml/persistence/stores/feedback/inventory';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';
import { databaseNow } from '../pools/database-now';

/** As often as hours come: a day of ten thousand clusters would be a quarter of a million rows. */
const HOURLY = '25 * * * *';
/** Longer than an hour may be corrected. */
const HOURS_KEPT_MS = 8 * DAY_MS;
const CLUSTERS_KEPT_MS = 30 * DAY_MS;

/** Hours that nobody can correct any more are in the sums; clusters that nobody has seen for a month are gone. */
@Injectable()
export class ExposureHousekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('exposure-retention', HOURLY, (tx) => this.tidy(tx));
  }

  async tidy(tx: Tx): Promise<void> {
    const now = (await databaseNow(tx, this.clock)).getTime();
    const hours = await forgetHours(tx, new Date(now - HOURS_KEPT_MS));
    const pools = await forgetInventories(tx, new Date(now - CLUSTERS_KEPT_MS));
    if (hours + pools > 0) this.logger.info({ hours, pools }, 'old hours and clusters are forgotten');
  }
}
