import { Inject, Injectable } from '@nestjs/common';
import { gapOutcome, type GapOutcome } from '@ml/domain/gaps/gap-outcome';
import { Database } from '@ml/persistence/database';
import type { JobView } from '@ml/persistence/stores/gap-filler/job-progress';
import { GapStore } from '@ml/persistence/stores/gap-filler/gap-store';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { JobHandler } from '../jobs/job-handler';

/** A fill has one step: when all its chunks have ended, it ends. */
@Injectable()
export class GapHandler implements JobHandler {
  readonly kind = 'gap';

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GapStore) private readonly gaps: GapStore,
    @Inject(JobStore) private readonly jobs: JobStore,
  ) {}

  step(jobId: string): Promise<void> {
    return this.end(jobId, (view) => (view.fetching_over ? gapOutcome(view) : undefined));
  }

  fail(jobId: string, message: string): Promise<void> {
    return this.end(jobId, () => ({ status: 'failed', error_message: message }));
  }

  private async end(gapId: string, outcomeOf: (view: JobView) => GapOutcome | undefined): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.gaps.lock(tx, gapId))) return;
      const view = (await this.jobs.progressOf(tx, [gapId])).get(gapId);
      const outcome = view && outcomeOf(view);
      if (outcome === undefined) return;
      const { status, error_message } = outcome;
      await this.gaps.end(tx, gapId, { status, error_message, records_filled: view?.records_inserted ?? 0 });
      await this.jobs.say(tx, gapId, { level: status === 'failed' ? 'error' : 'info', text: error_message === null ? status : `${status}: ${error_message}` });
      await this.jobs.tell(tx, gapId);
    });
  }
}
