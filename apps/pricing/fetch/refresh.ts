import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { FetchDataType } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { PricingSettings } from '../settings';
import { RefreshTasks } from './refresh-tasks';

const RETRY_MS = 3_000;
/** In the order in which a fresh installation becomes useful. */
const ALL_KINDS = ['catalogue', 'on_demand_prices', 'spot_advisor', 'spot_prices'] as const satisfies readonly FetchDataType[];

/** Keeps the configured regions fresh: what is missing at the start, then by the clock. */
@Injectable()
export class Refresh implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopped = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(RefreshTasks) private readonly tasks: RefreshTasks,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.fetchEnabled) return;
    this.every('pricing-spot', this.settings.spotSchedule, ['spot_prices']);
    this.every('pricing-advisor', this.settings.advisorSchedule, ['spot_advisor']);
    this.every('pricing-lists', this.settings.listSchedule, ['catalogue', 'on_demand_prices']);
    void this.firstFetch();
  }

  onApplicationShutdown(): void {
    this.stopped = true;
  }

  private every(name: string, cron: string, kinds: readonly FetchDataType[]): void {
    this.schedule.every(name, cron, (tx) => this.tasks.queueIn(tx, { kinds, origin: 'schedule' }));
  }

  /** Fetches what the configured regions have never had. The service answers meanwhile, from its built-in catalogue. */
  private async firstFetch(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.database.transaction(async (tx) => {
          // Replicas that start together must not all ask for the same.
          await tx.execute(`select pg_advisory_xact_lock(hashtext('pricing first fetch'))`);
          await this.tasks.queueIn(tx, { kinds: ALL_KINDS, origin: 'first start' });
        });
        return;
      } catch (error) {
        this.logger.warn({ error: String(error) }, 'the first fetch could not be queued yet');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    }
  }
}
