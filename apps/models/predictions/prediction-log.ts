import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { predictionsMade, type LoggedPrediction } from '@ml/contracts/predictions';
import { pointOf } from '@ml/domain/quality/point-of';
import type { PredictionRecord } from '@ml/persistence/stores/models/prediction-insert';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import { Consumes } from '@ml/platform/bus/handlers';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';

/** A batch whose writer was killed is written by another one after this; twice does no harm. */
const ACK_WAIT_MS = 5_000;
/** Deliveries that an absent database may use up: the later ones are half a minute apart, so this is most of a day. */
const MAX_DELIVERIES = 2_000;

/** Writes what was predicted into the log: at least once from the stream, exactly once in the table. */
@Controller()
export class PredictionLog {
  constructor(
    @Inject(PredictionStore) private readonly store: PredictionStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Consumes(predictionsMade, { durable: 'prediction-log', concurrency: 2, ackWaitMs: ACK_WAIT_MS, maxDeliver: MAX_DELIVERIES })
  async write(@Payload() { predictions }: { readonly predictions: readonly LoggedPrediction[] }): Promise<void> {
    const records = predictions.map(toRecord);
    try {
      await this.store.insert(records);
    } catch (error) {
      if (error instanceof AppError && error.retryable) throw error;
      await this.writeOneByOne(records);
    }
  }

  /** One that the table refuses for good must not take the others with it. */
  private async writeOneByOne(records: readonly PredictionRecord[]): Promise<void> {
    for (const record of records) {
      try {
        await this.store.insert([record]);
      } catch (error) {
        if (error instanceof AppError && error.retryable) throw error;
        this.logger.error({ prediction: record.prediction.prediction_id, error: String(error) }, 'a prediction cannot be logged');
      }
    }
  }
}

const toRecord = (prediction: LoggedPrediction): PredictionRecord => ({
  prediction,
  points: prediction.output.rows.map((row) => pointOf(prediction.output.columns, row)),
});
