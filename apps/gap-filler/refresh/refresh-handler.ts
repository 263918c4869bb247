import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { RefreshStep } from '@ml/contracts/refresh';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { RefreshRow } from '@ml/persistence/stores/gap-filler/refresh-row';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import type { JobHandler } from '../jobs/job-handler';
import { isModelGone } from './is-model-gone';
import { RefreshEnds } from './refresh-ends';
import { RefreshJudging } from './refresh-judging';
import { RefreshPlanning } from './refresh-planning';

const WAITING: Readonly<Record<RefreshStep, string>> = { planning: 'planning', fetching: 'going on', verifying: 'judging the model', activating: 'activating the model', ended: 'ending' };

/**
 * A refresh by its steps. Where it is stands in its row before anything is asked of others, and each of these may be asked again: a step whose
 * process has died is simply taken once more.
 */
@Injectable()
export class RefreshHandler implements JobHandler {
  readonly kind = 'refresh';

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStore) private readonly store: RefreshStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(RefreshPlanning) private readonly planning: RefreshPlanning,
    @Inject(RefreshJudging) private readonly judging: RefreshJudging,
    @Inject(RefreshEnds) private readonly ends: RefreshEnds,
  ) {}

  async step(jobId: string): Promise<void> {
    for (let goesOn = true; goesOn; ) {
      const refresh = await this.store.find(jobId);
      goesOn = refresh !== undefined && (await this.take(refresh));
    }
  }

  async fail(jobId: string, message: string): Promise<void> {
    const refresh = await this.store.find(jobId);
    if (refresh !== undefined) await this.ends.end(refresh, { status: 'failed', error_message: message });
  }

  /** True: it is at another step now, which can be taken at once. */
  private async take(refresh: RefreshRow): Promise<boolean> {
    try {
      return await this.stepOf(refresh);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (isModelGone(error)) return this.endWithoutModel(refresh);
      if (error.retryable) await this.sayWaiting(refresh, error);
      throw error;
    }
  }

  private async stepOf(refresh: RefreshRow): Promise<boolean> {
    switch (refresh.step) {
      case 'planning':
        return this.plan(refresh);
      case 'fetching':
        return this.judging.begin(refresh);
      case 'verifying':
        return this.judging.judge(refresh);
      case 'activating':
        return this.judging.activate(refresh);
      case 'ended':
        return false;
    }
  }

  /** Fetching sends the next step when it is over. */
  private async plan(refresh: RefreshRow): Promise<false> {
    const job = (await this.jobs.progressOf(this.database, [refresh.refresh_id])).get(refresh.refresh_id);
    // Whoever cancelled it did not come to end it.
    if (job?.cancel_asked === true) return this.ends.end(refresh, { status: 'cancelled', error_message: null });
    await this.planning.plan(refresh);
    return false;
  }

  private async endWithoutModel(refresh: RefreshRow): Promise<false> {
    await this.store.switchOffSchedules(refresh.model_id);
    return this.ends.end(refresh, { status: 'failed', error_message: 'the model has been deleted meanwhile; the prices that were fetched stay, and its schedules are switched off' });
  }

  /** So that whoever looks at the log of a refresh that stands still knows why. */
  private async sayWaiting({ refresh_id, step }: RefreshRow, { code, message }: AppError): Promise<void> {
    await this.database.transaction((tx) => this.jobs.say(tx, refresh_id, { level: 'warn', text: `${WAITING[step]} has to wait: ${message}`, topic: `waiting-${step}-${code}` }));
  }
}
