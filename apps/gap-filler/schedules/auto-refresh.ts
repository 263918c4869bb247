import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { cronSlots, type CronSlots } from '@ml/persistence/cron-slots';
import { Database } from '@ml/persistence/database';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import { beginSchedule, takeSlot } from '@ml/persistence/take-slot';
import type { Tx } from '@ml/persistence/tx';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { ModelCalls } from '../refresh/model-calls';
import { RefreshMetrics } from '../refresh/refresh-metrics';
import type { GapFillerSettings } from '../settings';
import { ClockedRefresh } from './clocked-refresh';

const SCHEDULE = 'auto-refresh';

/** Refreshes every price model that is in use, by AUTO_REFRESH_SCHEDULE. They are active already, so none is activated. */
@Injectable()
export class AutoRefresh {
  /** Undefined: not switched on. */
  private readonly slots: CronSlots | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<GapFillerSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStore) private readonly refreshes: RefreshStore,
    @Inject(ModelCalls) private readonly models: ModelCalls,
    @Inject(ClockedRefresh) private readonly clocked: ClockedRefresh,
    @Inject(RefreshMetrics) private readonly metrics: RefreshMetrics,
  ) {
    this.slots = settings.autoRefreshEnabled ? cronSlots(settings.autoRefreshSchedule) : undefined;
  }

  /**
   * The newest slot, unless it has been fired. Which models are in use is asked before the slot is taken: while nobody answers it stays free.
   * @throws AppError UNAVAILABLE
   */
  async fire(now: Date): Promise<void> {
    const at = this.slots?.latest(now);
    if (at === undefined || (await this.isTaken(at))) return;
    await this.database.transaction((tx) => beginSchedule(tx, { schedule: SCHEDULE, at }));
    if (await this.isTaken(at)) return;
    const models = await this.models.activePriceModels();
    const skipped = await this.database.transaction(async (tx) => ((await takeSlot(tx, { schedule: SCHEDULE, at })) ? this.beginAll(tx, models, at) : undefined));
    if (skipped === undefined) return;
    this.metrics.fired('auto', now.getTime() - at.getTime());
    for (let count = 0; count < skipped; count += 1) this.metrics.count('auto', 'skipped');
  }

  private async isTaken(at: Date): Promise<boolean> {
    return (await this.database.query('SELECT 1 FROM schedule_slots WHERE schedule = $1 AND slot >= $2 LIMIT 1', [SCHEDULE, at])).length > 0;
  }

  /** How many were left out, because the refresh before is still under way. */
  private async beginAll(tx: Tx, models: readonly string[], slot: Date): Promise<number> {
    let skipped = 0;
    for (const model_id of models) {
      const underWay = await this.refreshes.findUnderWay(tx, { auto_model_id: model_id });
      if (underWay === undefined) await this.begin(tx, model_id, slot);
      else skipped += 1;
    }
    return skipped;
  }

  private async begin(tx: Tx, model_id: string, slot: Date): Promise<void> {
    const from = { refresh_id: uuid(), refresh_type: 'auto', schedule_id: null, slot } as const;
    const { autoRefreshLookbackDays, maxLookbackDays } = this.settings;
    const terms = { model_id, lookback_days: Math.min(autoRefreshLookbackDays, maxLookbackDays), instance_types: [], regions: [], auto_activate: false };
    await this.clocked.begin(tx, { ...from, ...terms, log: `begun by AUTO_REFRESH_SCHEDULE (${this.settings.autoRefreshSchedule}), for ${slot.toISOString()}` });
  }
}
