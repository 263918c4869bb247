import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { ModelsSettings } from '../settings';

const DAILY = '30 3 * * *';

/** Keeps the log in order: partitions ahead, old predictions gone. */
@Injectable()
export class PredictionHousekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(PredictionStore) private readonly store: PredictionStore,
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(SETTINGS) private readonly settings: SettingsOf<ModelsSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    // The log takes any month that has no partition yet, and the daily run makes it one.
    this.store.preparePartitions().catch((error: unknown) => this.logger.warn({ error: String(error) }, 'the partitions of the log could not be prepared yet'));
    this.schedule.every('predictions-retention', DAILY, () => this.tidy());
  }

  private async tidy(): Promise<void> {
    await this.store.preparePartitions();
    this.logger.info(await this.store.deleteExpired(this.settings.predictionRetentionDays), 'old predictions are gone');
  }
}
