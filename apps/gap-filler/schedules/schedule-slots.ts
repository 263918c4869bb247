import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { latestSlot, nextSlot } from '@ml/domain/gaps/refresh-slots';
import { Database } from '@ml/persistence/database';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import type { ScheduleRow } from '@ml/persistence/stores/gap-filler/schedule-row';
import { ScheduleStore } from '@ml/persistence/stores/gap-filler/schedule-store';
import type { Tx } from '@ml/persistence/tx';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { RefreshMetrics } from '../refresh/refresh-metrics';
import { ClockedRefresh } from './clocked-refresh';

interface Fired {
  readonly slot: Date;
  /** Null: the refresh before it is still under way. */
  readonly refreshId: string | null;
}

/** Fires the slots of single models' schedules. */
@Injectable()
export class ScheduleSlots {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(RefreshStore) private readonly refreshes: RefreshStore,
    @Inject(ClockedRefresh) private readonly clocked: ClockedRefresh,
    @Inject(RefreshMetrics) private readonly metrics: RefreshMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** All that are due: of several missed slots of a schedule the newest, once. */
  async fire(now: Date): Promise<void> {
    for (const id of await this.schedules.due(now)) {
      const fired = await this.database.transaction((tx) => this.fireOne(tx, id, now));
      if (fired !== undefined) this.note(id, fired, now);
    }
  }

  /** Undefined: another replica is at it, or has done it. */
  private async fireOne(tx: Tx, id: string, now: Date): Promise<Fired | undefined> {
    const schedule = await this.schedules.lockDue(tx, id, now);
    if (schedule === undefined) return undefined;
    const slot = latestSlot(schedule, now);
    const underWay = await this.refreshes.findUnderWay(tx, { schedule_id: id });
    const refreshId = underWay === undefined ? await this.begin(tx, schedule, slot) : null;
    await this.schedules.moveOn(tx, id, { at: now, next: nextSlot(schedule, now), refreshId });
    return { slot, refreshId };
  }

  private async begin(tx: Tx, schedule: ScheduleRow, slot: Date): Promise<string | null> {
    const { schedule_id, model_id, lookback_days, instance_types, regions, auto_activate, schedule_type, time } = schedule;
    const refresh_id = uuid();
    const terms = { model_id, lookback_days, instance_types, regions, auto_activate };
    const log = `begun by the ${schedule_type} schedule at ${time} UTC, for ${slot.toISOString()}`;
    return (await this.clocked.begin(tx, { refresh_id, refresh_type: 'scheduled', schedule_id, slot, ...terms, log })) ? refresh_id : null;
  }

  private note(schedule_id: string, { slot, refreshId }: Fired, now: Date): void {
    this.metrics.fired('scheduled', now.getTime() - slot.getTime());
    if (refreshId !== null) return;
    this.metrics.count('scheduled', 'skipped');
    this.logger.warn({ schedule_id, slot }, 'a slot is passed over: the refresh before it is still under way');
  }
}
