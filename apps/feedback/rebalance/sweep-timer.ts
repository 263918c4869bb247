import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { JobSweeper } from './job-sweeper';

const EVERY_MS = 30_000;

/** Sweeps again and again, one turn at a time, for as long as the service lives. */
@Injectable()
export class SweepTimer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private readonly stop = new AbortController();

  constructor(
    @Inject(JobSweeper) private readonly sweeper: JobSweeper,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.plan();
  }

  /** The turn that is under way comes to an end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    clearTimeout(this.timer);
    await this.turn;
  }

  private plan(): void {
    if (this.stop.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.turn = this.sweeper
        .sweep(this.stop.signal)
        .catch((error: unknown) => this.logger.warn({ error: String(error) }, 'jobs of moving nodes could not be looked after; it is tried again'))
        .finally(() => this.plan());
    }, EVERY_MS).unref();
  }
}
