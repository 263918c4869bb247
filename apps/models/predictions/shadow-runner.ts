import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { LoggedPrediction } from '@ml/contracts/predictions';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { v7 as uuid7 } from 'uuid';
import { Serving, type ServedModel } from '../serving/serving';
import { askModel } from './model-answer';
import { PredictionJournal } from './prediction-journal';
import type { GivenRows } from './read-rows';

export interface Shadow {
  readonly challenger: ServedModel;
  /** All rows of the request, or the first of many. */
  readonly cells: GivenRows['cells'];
  /** What was answered to the same rows. */
  readonly told: LoggedPrediction;
}

const PATIENCE_MS = 10_000;
/** A challenger that is slower than the requests come sees only some of them. */
const MOST_AT_ONCE = 32;

/** Shows challengers what the champion was asked, after the answer: nobody waits for them, and their failures are only counted. */
@Injectable()
export class ShadowRunner implements BeforeApplicationShutdown {
  private readonly running = new Set<Promise<void>>();
  private readonly outcomes;
  // Bound here: a shadow belongs to no call and has no caller's deadline.
  private readonly soon = AsyncResource.bind((shadow: Shadow) => void setImmediate(() => this.begin(shadow)));

  constructor(
    @Inject(Serving) private readonly serving: Serving,
    @Inject(PredictionJournal) private readonly journal: PredictionJournal,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.outcomes = metrics.counter({ name: 'ml_shadow_predictions_total', help: 'Requests that were to be shown to a challenger, by what became of it', labels: ['outcome'] });
  }

  show(shadow: Shadow): void {
    this.soon(shadow);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running);
  }

  private begin(shadow: Shadow): void {
    if (this.running.size >= MOST_AT_ONCE) return void this.outcomes.inc({ outcome: 'skipped' });
    const run = this.run(shadow).finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private async run({ challenger, cells, told }: Shadow): Promise<void> {
    const startedAt = performance.now();
    try {
      const output = await askModel(this.serving, challenger, { cells, signal: AbortSignal.timeout(PATIENCE_MS) });
      this.journal.note({
        ...told,
        prediction_id: uuid7({ msecs: this.clock.millis() }),
        model: challenger.ref,
        role: 'shadow',
        shadow_of: told.prediction_id,
        rows: cells.length,
        output,
        confidence: null,
        fallback: null,
        latency_ms: performance.now() - startedAt,
        at: this.clock.now().toISOString(),
      });
      this.outcomes.inc({ outcome: 'logged' });
    } catch (error) {
      this.outcomes.inc({ outcome: 'failed' });
      this.logger.warn({ model: challenger.ref.id, error: String(error) }, 'a challenger failed in the shadow');
    }
  }
}
