import { Inject, Injectable } from '@nestjs/common';
import { checkDays, dayOf, midnightMs } from '@ml/domain/gaps/check-days';
import { refreshWindow } from '@ml/domain/gaps/refresh-window';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { RefreshRow } from '@ml/persistence/stores/gap-filler/refresh-row';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import { Clock } from '@ml/platform/clock';
import { DAY_MS } from '@ml/units/time';
import { Planner } from '../planning/planner';
import { ModelCalls } from './model-calls';
import { refreshPlanAsk } from './refresh-days';

/** What the sources keep; the schedule's own days were checked when it was saved. */
const REACH_DAYS = 90;
const NAMES = { from: 'data_fetched_from', to: 'data_fetched_to' } as const;

/** Plans what the clock has begun. It waits here while models or pricing are away, so its days are those before the day of planning, not of the slot. */
@Injectable()
export class RefreshPlanning {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStore) private readonly store: RefreshStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(Planner) private readonly planner: Planner,
    @Inject(ModelCalls) private readonly models: ModelCalls,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError NOT_FOUND when the model has gone, what `Planner.plan` throws */
  async plan(refresh: RefreshRow): Promise<void> {
    const { refresh_id, model_id } = refresh;
    if (!(await this.hasTurn(refresh_id))) return;
    await this.models.details(model_id);
    const window = this.windowOf(refresh);
    const days = checkDays({ ...window, today: window.to, maxDays: REACH_DAYS, names: NAMES });
    const plan = await this.planner.plan(refreshPlanAsk(days, { instance_types: refresh.instance_types, regions: refresh.regions, lane: 'bulk' }));
    await this.database.transaction(async (tx) => {
      // Another one may have begun while this one was planned.
      if (!(await this.store.takeTurn(tx))) return;
      const begun = await this.jobs.begin(tx, { job_id: refresh_id, job_kind: 'refresh', model_id, orders: plan.orders, log: plan.notes });
      // Planned by another replica, or cancelled meanwhile.
      if (!begun) return;
      const planned = { data_fetched_from: window.from, data_fetched_to: window.to, regions: plan.regions, estimated_seconds: plan.expected_seconds };
      await this.store.advance(tx, { refresh_id, from: 'planning', to: 'fetching' }, planned);
      await this.jobs.tell(tx, refresh_id);
    });
  }

  private hasTurn(refreshId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (await this.store.takeTurn(tx)) return true;
      await this.jobs.say(tx, refreshId, { level: 'info', text: 'waits until another refresh has its prices: they may be the same', topic: 'turn' });
      return false;
    });
  }

  private windowOf({ data_fetched_from, data_fetched_to }: RefreshRow): { readonly from: string; readonly to: string } {
    const today = dayOf(this.clock.now());
    const days = (midnightMs(data_fetched_to) - midnightMs(data_fetched_from)) / DAY_MS;
    return refreshWindow({ to: today, days, today, maxDays: REACH_DAYS });
  }
}
