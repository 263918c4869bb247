import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isRebuildDue, type LastBuilt } from '@ml/domain/prices/rebuild-due';
import { Database } from '@ml/persistence/database';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { forgetOldWork } from '@ml/persistence/stores/pricing/forget-old-work';
import { dropOldPartitions, makePartitionsAhead } from '@ml/persistence/stores/pricing/partitions';
import { regionsWithData } from '@ml/persistence/stores/pricing/read-stats';
import { newestSnapshots, regionsBehind } from '@ml/persistence/stores/pricing/snapshot-log';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { PricingSettings } from '../settings';
import { BUILT_IN_REGIONS } from './built-in-facts';
import { SnapshotPublisher } from './snapshot-publisher';

/** How soon rows that another process wrote (an import, a worker that died) are in a snapshot. */
const LOOK_MS = 10_000;
const DAILY = '10 2 * * *';

/** Snapshots for the first start, for rows nobody announced, and once an hour for all; months of the price table. */
@Injectable()
export class SnapshotClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private started = false;
  private readonly built = new Map<string, LastBuilt>();

  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(SnapshotPublisher) private readonly publisher: SnapshotPublisher,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('pricing-snapshots', this.settings.snapshotSchedule, () => this.rebuildAll());
    this.schedule.every('pricing-months', DAILY, () => this.keepMonths());
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    void this.look();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      if (!this.started) await this.start();
      for (const behind of await regionsBehind(this.database)) {
        if (!isRebuildDue(behind, this.built.get(behind.region), this.clock.millis())) continue;
        await this.publisher.rebuild(behind.region);
        this.built.set(behind.region, { revision: behind.revision, at: this.clock.millis() });
      }
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'snapshots could not be looked after, trying again');
    } finally {
      this.looking = false;
    }
  }

  /** Before the first fetch every region of the built-in catalogue can already be asked about. What was published by an older version may lack built-in facts of this one. */
  private async start(): Promise<void> {
    await makePartitionsAhead(this.database, this.clock.now());
    const known = new Set((await newestSnapshots(this.database)).map((snapshot) => snapshot.region));
    for (const region of new Set([...this.settings.regions, ...BUILT_IN_REGIONS])) {
      if (known.has(region)) this.publisher.rebuildSoon(region);
      else await this.publisher.rebuild(region);
    }
    this.started = true;
  }

  private async rebuildAll(): Promise<void> {
    for (const region of await regionsWithData(this.database)) this.publisher.rebuildSoon(region);
  }

  private async keepMonths(): Promise<void> {
    const now = this.clock.now();
    await makePartitionsAhead(this.database, now);
    const dropped = await dropOldPartitions(this.database, now, this.settings.retentionMonths);
    if (dropped.length > 0) this.logger.info({ dropped }, 'old months of spot prices are gone');
    await forgetOldWork(this.database);
  }
}
