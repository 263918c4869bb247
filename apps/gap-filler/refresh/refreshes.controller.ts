import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import type { Paged } from '@ml/contracts/pricing';
import { askCancelRefresh, askRefresh, askRefreshes, askTriggerRefresh, type RefreshListed, type RefreshQuery, type RefreshStarted, type RefreshState, type TriggerRefresh } from '@ml/contracts/refresh';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { toRefreshListed, type RefreshRow } from '@ml/persistence/stores/gap-filler/refresh-row';
import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import { Answers } from '@ml/platform/bus/handlers';
import { RefreshEnds } from './refresh-ends';
import { RefreshTrigger } from './refresh-trigger';

const LINES_SHOWN = 50;

interface RefreshId {
  readonly refresh_id: string;
}

/** Refreshes of models: begun, looked at, listed, cancelled. */
@Controller()
export class RefreshesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStore) private readonly store: RefreshStore,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(RefreshTrigger) private readonly refreshes: RefreshTrigger,
    @Inject(RefreshEnds) private readonly ends: RefreshEnds,
  ) {}

  @Answers(askTriggerRefresh)
  trigger(@Payload() ask: TriggerRefresh): Promise<RefreshStarted> {
    return this.refreshes.trigger(ask);
  }

  @Answers(askRefresh)
  async refresh(@Payload() { refresh_id }: RefreshId): Promise<RefreshState> {
    return this.stateOf(await this.require(refresh_id));
  }

  @Answers(askRefreshes)
  async list(@Payload() query: RefreshQuery): Promise<Paged<RefreshListed>> {
    const { rows, total } = await this.store.list(query);
    const progress = await this.jobs.progressOf(
      this.database,
      rows.map((row) => row.refresh_id),
    );
    return { rows: rows.map((row) => toRefreshListed(row, progress.get(row.refresh_id))), total };
  }

  @Answers(askCancelRefresh)
  async cancel(@Payload() { refresh_id }: RefreshId): Promise<RefreshState> {
    const known = await this.require(refresh_id);
    if (known.step === 'ended') throw tooLate(known);
    const asked = await this.database.transaction(async (tx) => {
      if (!(await this.jobs.askCancel(tx, refresh_id))) return false;
      await this.store.markCancelling(tx, refresh_id);
      await this.jobs.tell(tx, refresh_id);
      return true;
    });
    const now = await this.require(refresh_id);
    if (!asked) throw tooLate(now);
    // Nothing was ordered yet, so nothing has to be waited for.
    if (now.step === 'planning') await this.ends.end(now, { status: 'cancelled', error_message: null });
    return this.stateOf(await this.require(refresh_id));
  }

  private async require(id: string): Promise<RefreshRow> {
    const refresh = await this.store.find(id);
    if (refresh === undefined) throw new AppError('NOT_FOUND', 'there is no such refresh', { path: 'refresh_id' });
    return refresh;
  }

  private async stateOf(refresh: RefreshRow): Promise<RefreshState> {
    const progress = await this.jobs.progressOf(this.database, [refresh.refresh_id]);
    return { ...toRefreshListed(refresh, progress.get(refresh.refresh_id)), log: await this.jobs.newestLines(this.database, refresh.refresh_id, LINES_SHOWN) };
  }
}

const tooLate = ({ step, status }: RefreshRow): AppError =>
  new AppError('JOB_ENDED', step === 'ended' ? `the refresh has ended: it is ${status}` : `all prices of the refresh are there, nothing is left to cancel; the step it is at is ${step}`, {
    path: 'refresh_id',
    details: { status, step },
  });
