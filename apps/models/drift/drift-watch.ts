import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { PredictionDrift } from '@ml/persistence/stores/models/prediction-drift';
import type { Tx } from '@ml/persistence/tx';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { DriftInspector } from './drift-inspector';

const DAILY = '40 4 * * *';
/** A week holds every hour and every day of the week once. */
const DAYS = 7;

/** Looks at every champion and challenger once a day, by one replica, and tells when one has drifted. */
@Injectable()
export class DriftWatch implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(DriftInspector) private readonly inspector: DriftInspector,
    @Inject(PredictionDrift) private readonly found: PredictionDrift,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('models-drift', DAILY, (tx, slot) => this.look(tx, slot));
  }

  async look(tx: Tx, at: Date): Promise<void> {
    for (const model_id of await this.found.watched()) {
      try {
        const { model, drift } = await this.inspector.inspect({ model_id, days: DAYS });
        await this.found.keep(tx, model, { drift, at });
        if (drift.status === 'drifted') this.logger.warn({ model: model.id, share: drift.drifted_share }, 'what the model is asked has drifted from its training data');
      } catch (error) {
        // Deleted meanwhile: nobody asks it any longer.
        if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
      }
    }
  }
}
