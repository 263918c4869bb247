import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { predictionsMade, type LoggedPrediction } from '@ml/contracts/predictions';
import { Bus } from '@ml/platform/bus/bus';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { ModelsSettings } from '../settings';
import { PredictionBuffer } from './prediction-buffer';
import { sampleOf } from './sample-of';
import { UNLOGGED } from './unlogged';

const FLUSH_MS = 50;
const RETRY_MS = 1_000;
/** Cells of larger requests that are logged in a second; beyond that each keeps its first row, and the count of its rows. */
const CELLS_PER_SECOND = 50_000;
const BY_STREAM = { by: 'stream' } as const;

/**
 * Where every prediction goes on its way into the log: in memory for a moment, then in batches on the stream.
 * Nobody who predicts ever waits for it or fails because of it. What it cannot hold while the stream is away is dropped, oldest first, and counted.
 */
@Injectable()
export class PredictionJournal implements OnApplicationShutdown {
  private readonly buffer = new PredictionBuffer();
  private readonly dropped;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private hurrying = false;
  private stopping = false;
  private second = 0;
  private cells = 0;
  // Bound here: a timer that is set while a call is served would otherwise publish as this call.
  private readonly wake = AsyncResource.bind(() => void this.flush());

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(SETTINGS) private readonly settings: SettingsOf<ModelsSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.dropped = metrics.counter(UNLOGGED);
  }

  /** Returns at once and never throws. All rows may be given: how many of them are kept is decided here. */
  note(prediction: LoggedPrediction): void {
    try {
      this.dropped.inc(BY_STREAM, this.buffer.add(sampleOf(prediction, this.rowsFor(prediction))));
      if (this.buffer.full) this.hurry();
      else this.wakeIn(FLUSH_MS);
    } catch (error) {
      this.dropped.inc(BY_STREAM);
      this.logger.warn({ error: String(error) }, 'a prediction could not be noted');
    }
  }

  /** Resolves when what has been noted is on the stream, or has been refused by it. */
  async flush(): Promise<void> {
    while (this.sending !== undefined) await this.sending;
    if (this.buffer.empty) return;
    this.sending = this.send().finally(() => (this.sending = undefined));
    await this.sending;
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.flush();
  }

  private async send(): Promise<void> {
    for (let batch = this.buffer.take(); batch !== undefined; batch = this.buffer.take()) {
      try {
        await this.bus.publish(predictionsMade, { predictions: batch.predictions }, { id: batch.id });
      } catch (error) {
        this.logger.warn({ error: String(error), predictions: batch.predictions.length }, 'predictions wait for the stream');
        this.dropped.inc(BY_STREAM, this.buffer.putBack(batch));
        if (!this.stopping) this.wakeIn(RETRY_MS);
        return;
      }
    }
  }

  /** Not within `note`: writing a batch as JSON takes milliseconds. */
  private hurry(): void {
    if (this.hurrying || this.stopping || this.sending !== undefined) return;
    this.hurrying = true;
    setImmediate(() => {
      this.hurrying = false;
      this.wake();
    });
  }

  private wakeIn(milliseconds: number): void {
    if (this.stopping) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.wake();
    }, milliseconds).unref();
  }

  private rowsFor({ input, output }: LoggedPrediction): number {
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.second) this.cells = 0;
    this.second = second;
    const width = input.features.length + output.columns.length;
    const rows = this.cells > CELLS_PER_SECOND ? 1 : Math.min(this.settings.predictionLogRows, Math.max(input.rows.length, output.rows.length));
    this.cells += rows * width;
    return rows;
  }
}
