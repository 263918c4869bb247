import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { OutcomeAsk, PredictionOutcome } from '@ml/contracts/predictions';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import { Clock } from '@ml/platform/clock';
import { validate as isUuid, version as uuidVersion } from 'uuid';

/** A prediction is in the log within a second, unless the stream or the database is away. */
const LOGGED_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 3_000;
/** Clocks of those who report may be ahead of ours. */
const CLOCKS_DIFFER_MS = 60_000;

/** Takes what really happened. */
@Injectable()
export class OutcomeRecorder {
  constructor(
    @Inject(PredictionStore) private readonly store: PredictionStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError NOT_FOUND, BAD_FIELD */
  async record(tenant: string | null, ask: OutcomeAsk): Promise<PredictionOutcome> {
    checkOutcome(ask, this.clock.millis());
    if (this.isFresh(ask.prediction_id)) await this.untilLogged(ask.prediction_id);
    return this.store.recordOutcome(tenant, ask);
  }

  private async untilLogged(predictionId: string): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (performance.now() < giveUpAt && !(await this.store.isLogged(predictionId))) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }

  /** Its first 48 bits are when it was made. */
  private isFresh(predictionId: string): boolean {
    if (!isUuid(predictionId) || uuidVersion(predictionId) !== 7) return false;
    const madeAt = Number.parseInt(predictionId.replace('-', '').slice(0, 12), 16);
    return Math.abs(this.clock.millis() - madeAt) < LOGGED_WITHIN_MS;
  }
}

const checkOutcome = ({ actual, row = 0, observed_at }: OutcomeAsk, now: number): void => {
  if (!Number.isFinite(actual)) throw new AppError('BAD_FIELD', 'actual is a number: 1 or 0 for a class, else the value', { path: 'actual' });
  if (!Number.isInteger(row) || row < 0) throw new AppError('BAD_FIELD', 'row is a whole number from 0', { path: 'row' });
  if (observed_at === undefined) return;
  const observedAt = Date.parse(observed_at);
  if (Number.isNaN(observedAt)) throw new AppError('BAD_FIELD', 'observed_at is not an RFC 3339 time', { path: 'observed_at' });
  if (observedAt > now + CLOCKS_DIFFER_MS) throw new AppError('BAD_FIELD', 'observed_at lies in the future', { path: 'observed_at' });
};
