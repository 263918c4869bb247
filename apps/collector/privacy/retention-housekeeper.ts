import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { expireCollected, shorterWishes } from '@ml/persistence/stores/collector/collection-retention';
import type { Logger } from '@ml/platform/logger';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { CollectorSettings } from '../settings';

/** Forgets what has been kept for as long as it may be: of everybody after the same years, earlier of whoever wished so. */
@Injectable()
export class RetentionHousekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(Database) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Pick<CollectorSettings, 'retentionYears' | 'retentionCron'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('collection-retention', this.settings.retentionCron, (_tx, slot) => this.tidy(slot));
  }

  /** In pieces of their own: half-way is no harm, the rest goes with the next run. */
  async tidy(at: Date): Promise<void> {
    const most = this.settings.retentionYears;
    const all = await expireCollected(this.database, { before: yearsBefore(at, most), users: null });
    let wished = 0;
    for (const [years, users] of await shorterWishes(this.database, most)) {
      const rows = await expireCollected(this.database, { before: yearsBefore(at, years), users });
      wished += Object.values(rows).reduce((sum, count) => sum + count, 0);
    }
    this.logger.info({ rows: all, wished, years: most }, 'what had been kept for long enough is gone');
  }
}

/** The 29th of February of a year without one is the 1st of March. */
const yearsBefore = (at: Date, years: number): Date => {
  const then = new Date(at);
  then.setUTCFullYear(at.getUTCFullYear() - years);
  return then;
};
