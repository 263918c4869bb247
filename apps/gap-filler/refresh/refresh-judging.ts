import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { RefreshStep, RefreshVerdict } from '@ml/contracts/refresh';
import { afterFetching, afterVerdict } from '@ml/domain/gaps/refresh-outcome';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { RefreshRow } from '@ml/persistence/stores/gap-filler/refresh-row';
import { RefreshStore, type RefreshFacts } from '@ml/persistence/stores/gap-filler/refresh-store';
import { Clock } from '@ml/platform/clock';
import { isModelGone } from './is-model-gone';
import { ModelCalls } from './model-calls';
import { RefreshEnds } from './refresh-ends';

/** What follows when the prices have come: the model is judged on them and, if that was asked for and it passed, activated. */
@Injectable()
export class RefreshJudging {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStore) private readonly store: RefreshStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(ModelCalls) private readonly models: ModelCalls,
    @Inject(RefreshEnds) private readonly ends: RefreshEnds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** True: the prices are there. */
  async begin(refresh: RefreshRow): Promise<boolean> {
    const job = (await this.jobs.progressOf(this.database, [refresh.refresh_id])).get(refresh.refresh_id);
    if (job?.fetching_over !== true) return false;
    const { records_fetched } = job;
    const end = afterFetching({ chunks: job.chunks, cancelAsked: job.cancel_asked, failures: job.failed });
    if (end !== null) return this.ends.end(refresh, { ...end, records_fetched });
    return this.advance(refresh, { to: 'verifying', text: 'the prices are there; the model is judged on them', facts: { records_fetched } });
  }

  /** True: the model is to be activated. What was brought for it is noted whatever the verdict. */
  async judge(refresh: RefreshRow): Promise<boolean> {
    const { refresh_id, model_id, regions, instance_types, data_fetched_from, data_fetched_to, records_fetched } = refresh;
    const built = await this.models.rebuild(regions);
    await this.models.note({ model_id, refresh_id, refreshed_at: this.clock.now().toISOString(), data_from: data_fetched_from, data_to: data_fetched_to, records: records_fetched });
    const verdict = await this.models.verify({ model_id, regions, instance_types, built });
    const end = afterVerdict(verdict, refresh.auto_activate);
    if (end === null) return this.advance(refresh, { to: 'activating', text: `${said(verdict)}; it is activated`, facts: { verdict } });
    await this.database.transaction((tx) => this.jobs.say(tx, refresh_id, { level: verdict.passed ? 'info' : 'warn', text: said(verdict) }));
    return this.ends.end(refresh, { ...end, verdict, ...(refresh.auto_activate && { activated: false }) });
  }

  async activate(refresh: RefreshRow): Promise<false> {
    try {
      await this.models.activate(refresh.model_id);
    } catch (error) {
      if (!(error instanceof AppError) || error.retryable || isModelGone(error)) throw error;
      return this.ends.end(refresh, { status: 'failed', error_message: `the model passed, but it could not be activated: ${error.message}`, activated: false });
    }
    return this.ends.end(refresh, { status: 'completed', error_message: null, activated: true });
  }

  /** False when another replica has done it: that one goes on. */
  private advance({ refresh_id, step }: RefreshRow, { to, text, facts }: { readonly to: RefreshStep; readonly text: string; readonly facts: RefreshFacts }): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await this.store.advance(tx, { refresh_id, from: step, to }, facts))) return false;
      await this.jobs.say(tx, refresh_id, { level: 'info', text });
      await this.jobs.tell(tx, refresh_id);
      return true;
    });
  }
}

const said = ({ passed, checks }: RefreshVerdict): string =>
  `the model ${passed ? 'passed' : 'did not pass'}: ${checks.map((check) => `${check.check} ${check.passed ? 'passed' : 'failed'} (${check.text})`).join('; ')}`.slice(0, 2_000);
