import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { predictionsMade, type LoggedPrediction } from '@ml/contracts/predictions';
import { pointOf } from '@ml/domain/quality/point-of';
import type { PredictionRecord } from '@ml/persistence/stores/models/prediction-insert';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import { Consumes } from '@ml/platform/bus/handlers';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { SECOND_MS } from '@ml/units/time';
import { UNLOGGED } from './unlogged';

/** A batch whose writer was killed is written by another one after this; twice does no harm. */
const ACK_WAIT_MS = 5_000;
/** Deliveries that an absent database may use up: the later ones are half a minute apart, so this is most of a day. */
const MAX_DELIVERIES = 2_000;

/** Writes what was predicted into the log: at least once from the stream, exactly once in the table. */
@Controller()
export class PredictionLog {
  private readonly unlogged;
  private readonly delay;

  constructor(
    @Inject(PredictionStore) private readonly store: PredictionStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.unlogged = metrics.counter(UNLOGGED);
    this.delay = metrics.gauge({ name: 'ml_prediction_log_delay_seconds', help: 'How old the predictions were that were last to be written into the log: the stream drops what waits too long' });
  }

  @Consumes(predictionsMade, { durable: 'prediction-log', concurrency: 2, ackWaitMs: ACK_WAIT_MS, maxDeliver: MAX_DELIVERIES })
  async write(@Payload() { predictions }: { readonly predictions: readonly LoggedPrediction[] }): Promise<void> {
    this.noteDelay(predictions);
    const records = predictions.map(toRecord);
    try {
      await this.store.insert(records);
    } catch (error) {
      if (error instanceof AppError && error.retryable) throw error;
      await this.writeOneByOne(records);
    }
  }

  private noteDelay([oldest]: readonly LoggedPrediction[]): void {
    if (oldest !== undefined) this.delay.set(Math.max(0, this.clock.millis() - Date.parse(oldest.at)) / SECOND_MS);
  }

  /** One that the table refuses for good must not take the others with it. */
  private async writeOneByOne(records: readonly PredictionRecord[]): Promise<void> {
    for (const record of records) {
      try {
        await this.store.insert([record]);
      } catch (error) {
        if (error instanceof AppError && error.retryable) throw error;
        this.unlogged.inc({ by: 'table' });
        this.logger.error({ prediction: record.prediction.prediction_id, error: String(error) }, 'a prediction cannot be logged');
      }
    }
  }
}

const toRecord = (prediction: LoggedPrediction): PredictionRecord => ({
  prediction,
  points: prediction.output.rows.map((row) => pointOf(prediction.output.columns, row)),
});
