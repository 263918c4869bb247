import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import type { RefreshStarted, TriggerRefresh } from '@ml/contracts/refresh';
import { dayOf, type DaysToFetch } from '@ml/domain/gaps/check-days';
import { wholeMinutes } from '@ml/domain/gaps/seconds-for';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { RefreshRow } from '@ml/persistence/stores/gap-filler/refresh-row';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import type { Tx } from '@ml/persistence/tx';
import { DAY_MS } from '@ml/units/time';
import type { FetchPlan } from '../planning/fetch-plan';
import { Planner } from '../planning/planner';
import { refuseCrowd } from '../planning/refuse-crowd';
import { requestHash } from '../planning/request-hash';
import { ModelCalls } from './model-calls';
import { refreshPlanAsk } from './refresh-days';
import { RefreshRules } from './refresh-rules';

/** Where a refresh begins that somebody asks for. Everything that can be wrong with it is said at once, so it is planned before it is stored. */
@Injectable()
export class RefreshTrigger {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStore) private readonly store: RefreshStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(Planner) private readonly planner: Planner,
    @Inject(ModelCalls) private readonly models: ModelCalls,
    @Inject(RefreshRules) private readonly rules: RefreshRules,
  ) {}

  /** The same request id and body again are the same refresh. */
  async trigger(ask: TriggerRefresh): Promise<RefreshStarted> {
    const request_hash = requestHash(ask);
    const known = await this.sameRequest(ask.request_id, request_hash);
    if (known !== undefined) return toStarted(known);
    this.rules.requireEnabled();
    const days = this.rules.daysOf(ask);
    await this.models.details(ask.model_id);
    const plan = await this.planner.plan(refreshPlanAsk(days, { instance_types: ask.instance_types, regions: ask.regions, lane: 'fresh' }));
    const refresh_id = uuid();
    const stored = await this.database.transaction((tx) => this.storeIn(tx, { refresh_id, ask, days, plan, request_hash }));
    if (!stored) return this.trigger(ask);
    return toStarted({ refresh_id, status: 'in_progress', estimated_seconds: plan.expected_seconds });
  }

  /** False: the same request id has come twice at the same time, and the other one was faster. */
  private async storeIn(tx: Tx, given: Given): Promise<boolean> {
    const { refresh_id, ask, days, plan, request_hash } = given;
    const { model_id, instance_types, auto_activate = false, requested_by: triggered_by, request_id = null } = ask;
    const window = { data_fetched_from: dayOf(days.from), data_fetched_to: dayOf(new Date(days.until.getTime() - DAY_MS)) };
    const asked = { model_id, instance_types, auto_activate, triggered_by, request_id, request_hash };
    const planned = { ...window, regions: plan.regions, estimated_seconds: plan.expected_seconds };
    if (!(await this.store.insert(tx, { refresh_id, refresh_type: 'manual', schedule_id: null, slot: null, step: 'fetching', ...asked, ...planned }))) return false;
    await refuseCrowd(tx, this.rules.maxJobs);
    await this.jobs.begin(tx, { job_id: refresh_id, job_kind: 'refresh', model_id, orders: plan.orders, log: plan.notes });
    await this.jobs.tell(tx, refresh_id);
    return true;
  }

  private async sameRequest(requestId: string | undefined, hash: string): Promise<RefreshRow | undefined> {
    const known = requestId === undefined ? undefined : await this.store.findByRequest(requestId);
    if (known !== undefined && known.request_hash !== hash) throw new AppError('REQUEST_ID_REUSED', 'this request_id has begun another refresh; take a new one', { path: 'request_id' });
    return known;
  }
}

interface Given {
  readonly refresh_id: string;
  readonly ask: TriggerRefresh;
  readonly days: DaysToFetch;
  readonly plan: FetchPlan;
  readonly request_hash: string;
}

const toStarted = ({ refresh_id, status, estimated_seconds }: Pick<RefreshRow, 'refresh_id' | 'status' | 'estimated_seconds'>): RefreshStarted => ({
  refresh_id,
  status,
  estimated_duration_minutes: wholeMinutes(estimated_seconds ?? 0),
});
