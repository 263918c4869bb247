import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { deleteExpiredReports } from '@ml/persistence/stores/feedback/report-store';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { FeedbackSettings } from '../settings';

const DAILY = '40 3 * * *';
/** Long enough to find out who sends one event id for two events. */
const REFUSED_DAYS = 30;

/** Lets old reports go, once a day. */
@Injectable()
export class ReportHousekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(SETTINGS) private readonly settings: SettingsOf<FeedbackSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('reports-retention', DAILY, async (_, slot) => {
      const gone = await deleteExpiredReports(this.database, { now: slot, reportDays: this.settings.retentionDays, refusedDays: REFUSED_DAYS });
      this.logger.info(gone, 'old reports are gone');
    });
  }
}
