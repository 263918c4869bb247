import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import type { FillGap, GapFilling, GapState } from '@ml/contracts/gaps';
import { askModelDetails } from '@ml/contracts/models';
import { wholeMinutes } from '@ml/domain/gaps/seconds-for';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { FetchPlan } from '../planning/fetch-plan';
import { Planner } from '../planning/planner';
import { requestHash } from '../planning/request-hash';
import type { GapFillerSettings } from '../settings';
import { checkFill, type CheckedFill } from './check-fill';
import { GapJobs } from './gap-jobs';
import { GapViews } from './gap-views';

/** Begins fills. */
@Injectable()
export class GapFillings {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<GapFillerSettings>,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Planner) private readonly planner: Planner,
    @Inject(GapJobs) private readonly jobs: GapJobs,
    @Inject(GapViews) private readonly views: GapViews,
  ) {}

  /** @throws AppError JOBS_DISABLED, BAD_FIELD, NOT_FOUND, UNKNOWN_REGION, UNKNOWN_INSTANCE_TYPE, REQUEST_ID_REUSED, TOO_MANY_JOBS, UNAVAILABLE */
  async fill(ask: FillGap): Promise<GapFilling> {
    const hash = requestHash(ask);
    const before = await this.jobs.findRequest(ask.request_id, hash);
    if (before !== undefined) return this.answer(before);
    if (!this.settings.enabled) throw new AppError('JOBS_DISABLED', 'this installation fills no gaps: GAP_FILLER_ENABLED is false');
    const checked = checkFill(ask, { now: this.clock.now(), maxDays: this.settings.maxLookbackDays });
    if (ask.model_id !== undefined) await this.bus.ask(askModelDetails, { model_id: ask.model_id });
    const plan = await this.plan(ask, checked);
    const gap_id = uuid();
    const isNew = await this.jobs.begin(toGap(gap_id, { ask, checked, plan, hash }), plan);
    const filling = isNew ? gap_id : await this.jobs.findRequest(ask.request_id, hash);
    if (filling === undefined) throw new Error('a fill was neither begun nor there');
    return this.answer(filling);
  }

  private plan({ instance_types, regions }: FillGap, { data_types, priority, refetch, from, until }: CheckedFill): Promise<FetchPlan> {
    return this.planner.plan({ data_types, instance_types, regions, from, until, lane: priority === 'high' ? 'fresh' : 'bulk', refetch, skipFreshLists: true });
  }

  private async answer(gapId: string): Promise<GapFilling> {
    const row = await this.views.row(gapId);
    const { status, records_expected, chunks }: GapState = await this.views.state(gapId);
    return { gap_id: gapId, status, estimated_duration_minutes: wholeMinutes(row.estimated_seconds), records_expected, chunks: chunks.total };
  }
}

interface Begun {
  readonly ask: FillGap;
  readonly checked: CheckedFill;
  readonly plan: FetchPlan;
  readonly hash: string;
}

const toGap = (gap_id: string, { ask, checked, plan, hash }: Begun): Parameters<GapJobs['begin']>[0] => ({
  gap_id,
  model_id: ask.model_id ?? null,
  gap_start_date: ask.gap_start_date,
  gap_end_date: ask.gap_end_date,
  gap_days: checked.days - 1,
  data_types: checked.data_types,
  regions: plan.regions,
  instance_types: ask.instance_types,
  priority: checked.priority,
  refetch: checked.refetch,
  requested_by: ask.requested_by,
  request_id: ask.request_id ?? null,
  request_hash: hash,
  records_expected: plan.expected_records,
  estimated_seconds: plan.expected_seconds,
});
