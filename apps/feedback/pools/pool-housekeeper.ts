import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { forgetEpisodes } from '@ml/persistence/stores/feedback/episode-store';
import { forgetBlocks } from '@ml/persistence/stores/feedback/pool-blocks';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';
import type { FeedbackSettings } from '../settings';

const AT_NIGHT = '12 3 * * *';

/** Deletes episodes as old as reports may become, and blocks that are over, once a night over all replicas. */
@Injectable()
export class PoolHousekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(SETTINGS) private readonly settings: SettingsOf<FeedbackSettings>,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('feedback-forget-episodes', AT_NIGHT, async (tx, slot) => {
      await forgetEpisodes(tx, new Date(slot.getTime() - this.settings.retentionDays * DAY_MS));
      await forgetBlocks(tx, new Date(slot.getTime() - DAY_MS));
    });
  }
}
