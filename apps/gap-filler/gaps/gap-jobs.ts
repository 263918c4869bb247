import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { Database } from '@ml/persistence/database';
import type { NewGap } from '@ml/persistence/stores/gap-filler/gap-row';
import { GapStore } from '@ml/persistence/stores/gap-filler/gap-store';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { FetchPlan } from '../planning/fetch-plan';
import { refuseCrowd } from '../planning/refuse-crowd';
import type { GapFillerSettings } from '../settings';

/** A fill and its job, always written together. */
@Injectable()
export class GapJobs {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: SettingsOf<GapFillerSettings>,
    @Inject(GapStore) private readonly gaps: GapStore,
    @Inject(JobStore) private readonly jobs: JobStore,
  ) {}

  /** Id of the fill that was begun with this request id. @throws AppError REQUEST_ID_REUSED */
  async findRequest(requestId: string | undefined, hash: string): Promise<string | undefined> {
    if (requestId === undefined) return undefined;
    const row = await this.gaps.findByRequest(requestId);
    if (row === undefined || row.request_hash === hash) return row?.gap_id;
    throw new AppError('REQUEST_ID_REUSED', `request_id ${requestId} was used with another body; send a new id`, { path: 'request_id' });
  }

  /** False: the request id has had its fill. @throws AppError TOO_MANY_JOBS */
  begin(gap: NewGap, { orders, notes }: FetchPlan): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await this.gaps.insert(tx, gap))) return false;
      await refuseCrowd(tx, this.settings.maxJobs);
      await this.jobs.begin(tx, { job_id: gap.gap_id, job_kind: 'gap', model_id: gap.model_id, orders, log: notes });
      await this.jobs.tell(tx, gap.gap_id);
      return true;
    });
  }

  /** @throws AppError JOB_ENDED */
  async cancel(gapId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.gaps.lock(tx, gapId))) throw new AppError('JOB_ENDED', 'the fill has ended; what it brought stays', { path: 'gap_id' });
      if (!(await this.jobs.askCancel(tx, gapId))) throw new AppError('JOB_ENDED', 'the fill has fetched everything and is about to end', { path: 'gap_id' });
      await this.gaps.markCancelling(tx, gapId);
      await this.jobs.tell(tx, gapId);
    });
  }
}
