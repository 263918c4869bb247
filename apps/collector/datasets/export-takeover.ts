import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { takeOverExports } from '@ml/persistence/stores/collector/export-runs';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { ExportMetrics } from './export-metrics';
import { toldOf } from './told-of';

const LOOK_MS = 10_000;
/** A maker says every 5 s that it lives; a message may wait behind an export of gigabytes. */
export const STALE = { runningSeconds: 30, queuedSeconds: 900, attempts: 3, explainedAttempts: 10 } as const;
const ABANDONED = { code: 'ABANDONED', text: 'whoever made it ended before it was finished, three times; fewer days or datasets may help' } as const;

/** Queues exports anew whose maker has died, or whose message was lost. */
@Injectable()
export class ExportTakeover implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ExportMetrics) private readonly metrics: ExportMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking = this.look().catch((error: unknown) => this.logger.warn({ err: error }, 'nobody has looked for exports of makers that died; somebody does so soon'));
    }, LOOK_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  async look(): Promise<void> {
    const failed = await this.database.transaction((tx) => takeOverExports(tx, STALE, { error: ABANDONED, told: toldOf }));
    if (failed === 0) return;
    this.metrics.failed(failed);
    this.logger.error({ exports: failed }, 'exports were given up: they were begun too often; they say why');
  }
}
