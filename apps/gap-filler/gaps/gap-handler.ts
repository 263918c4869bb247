import { Inject, Injectable } from '@nestjs/common';
import { gapOutcome, type GapOutcome } from '@ml/domain/gaps/gap-outcome';
import { Database } from '@ml/persistence/database';
import type { JobView } from '@ml/persistence/stores/gap-filler/job-progress';
import { GapStore } from '@ml/persistence/stores/gap-filler/gap-store';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { Metrics } from '@ml/platform/metrics';
import type { JobHandler } from '../jobs/job-handler';

/** A fill has one step: when all its chunks have ended, it ends. */
@Injectable()
export class GapHandler implements JobHandler {
  readonly kind = 'gap';
  private readonly fills;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GapStore) private readonly gaps: GapStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.fills = metrics.counter({ name: 'ml_gap_fills_total', help: 'Fills of gaps that have ended, by how', labels: ['status'] });
    for (const status of ['completed', 'failed', 'cancelled']) this.fills.inc({ status }, 0);
  }

  step(jobId: string): Promise<void> {
    return this.end(jobId, (view) => (view.fetching_over ? gapOutcome(view) : undefined));
  }

  fail(jobId: string, message: string): Promise<void> {
    return this.end(jobId, () => ({ status: 'failed', error_message: message }));
  }

  private async end(gapId: string, outcomeOf: (view: JobView) => GapOutcome | undefined): Promise<void> {
    const ended = await this.database.transaction(async (tx) => {
      if (!(await this.gaps.lock(tx, gapId))) return undefined;
      const view = (await this.jobs.progressOf(tx, [gapId])).get(gapId);
      const outcome = view && outcomeOf(view);
      if (outcome === undefined) return undefined;
      const { status, error_message } = outcome;
      await this.gaps.end(tx, gapId, { status, error_message, records_filled: view?.records_inserted ?? 0 });
      await this.jobs.say(tx, gapId, { level: status === 'failed' ? 'error' : 'info', text: error_message === null ? status : `${status}: ${error_message}` });
      await this.jobs.tell(tx, gapId);
      return status;
    });
    if (ended !== undefined) this.fills.inc({ status: ended });
  }
}
