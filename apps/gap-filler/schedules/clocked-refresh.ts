import { Inject, Injectable } from '@nestjs/common';
import type { RefreshType } from '@ml/contracts/refresh';
import { dayOf } from '@ml/domain/gaps/check-days';
import { refreshWindow } from '@ml/domain/gaps/refresh-window';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import type { Tx } from '@ml/persistence/tx';

export interface ClockedTerms {
  readonly refresh_id: string;
  readonly refresh_type: Exclude<RefreshType, 'manual'>;
  readonly schedule_id: string | null;
  readonly slot: Date;
  readonly model_id: string;
  readonly lookback_days: number;
  readonly instance_types: readonly string[];
  readonly regions: readonly string[];
  readonly auto_activate: boolean;
  readonly log: string;
}

const REACH_DAYS = 90;
const TRIGGERED_BY = { scheduled: 'schedule', auto: 'auto' } as const;

/** A refresh that the clock begins. It is stored with its slot and planned as its first step, so that no slot is lost while pricing is away. */
@Injectable()
export class ClockedRefresh {
  constructor(
    @Inject(RefreshStore) private readonly store: RefreshStore,
    @Inject(JobStore) private readonly jobs: JobStore,
  ) {}

  /** False: the slot has had its refresh. */
  async begin(tx: Tx, terms: ClockedTerms): Promise<boolean> {
    const { refresh_id, refresh_type, schedule_id, slot, model_id, lookback_days, instance_types, regions, auto_activate, log } = terms;
    const today = dayOf(slot);
    const window = refreshWindow({ to: today, days: lookback_days, today, maxDays: REACH_DAYS });
    const from = { refresh_type, schedule_id, slot, triggered_by: TRIGGERED_BY[refresh_type], request_id: null, request_hash: null };
    const what = { model_id, instance_types, regions, auto_activate, data_fetched_from: window.from, data_fetched_to: window.to, estimated_seconds: null };
    if (!(await this.store.insert(tx, { refresh_id, step: 'planning', ...from, ...what }))) return false;
    await this.jobs.open(tx, { job_id: refresh_id, job_kind: 'refresh', model_id, log: [log] });
    await this.jobs.tell(tx, refresh_id);
    return true;
  }
}
