import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { poolsDue } from '@ml/persistence/stores/feedback/episode-store';
import { lockFreePools } from '@ml/persistence/stores/feedback/lock-pools';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { MINUTE_MS, SECOND_MS } from '@ml/units/time';
import { PoolPublisher } from '../publishing/pool-publisher';
import type { FeedbackSettings } from '../settings';
import { databaseNow } from './database-now';
import { PoolAssessor } from './pool-assessor';

const EVERY_MS = SECOND_MS;
const POOLS_AT_ONCE = 200;

/** Lets levels fall when their time has come, though nobody reports anything: every replica looks, one of them does it. */
@Injectable()
export class EpisodeTicker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PoolAssessor) private readonly assessor: PoolAssessor,
    @Inject(PoolPublisher) private readonly publisher: PoolPublisher,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SettingsOf<FeedbackSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.plan();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  /** Looks at some of the pools whose time has come; true when there may be more. */
  private async tick(): Promise<boolean> {
    const windowMs = this.settings.windowMinutes * MINUTE_MS;
    const due = await poolsDue(this.database, await databaseNow(this.database, this.clock), { windowMs, limit: POOLS_AT_ONCE });
    if (due.length === 0) return false;
    const looked = await this.database.transaction(async (tx) => {
      const free = await lockFreePools(tx, due);
      return [...(await this.assessor.assess(tx, free, await databaseNow(tx, this.clock))).values()];
    });
    if (looked.some(({ changed }) => changed)) await this.publisher.publishNow();
    return looked.length === POOLS_AT_ONCE;
  }

  private plan(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.turnOver()
        .catch((error: unknown) => this.logger.warn({ error: String(error) }, 'levels of pools could not be let fall; it is tried again'))
        .finally(() => this.plan());
    }, EVERY_MS).unref();
  }

  private async turnOver(): Promise<void> {
    while (!this.stopped && (await this.tick())) continue;
  }
}
