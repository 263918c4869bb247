import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { PoolPublisher } from '../publishing/pool-publisher';
import { TeachPass } from './teach-pass';

const EVERY_FIVE_MINUTES = '*/5 * * * *';

/** Has one replica learn of all pools, every five minutes. */
@Injectable()
export class Teacher implements OnApplicationBootstrap {
  private readonly seconds;

  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(TeachPass) private readonly pass: TeachPass,
    @Inject(PoolPublisher) private readonly publisher: PoolPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.seconds = metrics.histogram({ name: 'ml_teach_pass_seconds', help: 'Time to learn anew of every pool', buckets: [0.1, 0.5, 1, 5, 15, 60, 300] });
  }

  onApplicationBootstrap(): void {
    this.schedule.every('feedback-lessons', EVERY_FIVE_MINUTES, () => this.teach());
  }

  async teach(): Promise<void> {
    const stop = this.seconds.startTimer();
    const pools = await this.pass.run();
    this.logger.debug({ pools, seconds: stop() }, 'all pools were learned of anew');
    this.publisher.nudge();
  }
}
