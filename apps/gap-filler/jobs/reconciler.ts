import { Inject, Injectable } from '@nestjs/common';
import { askTaskChunks, type ChunkState } from '@ml/contracts/fetch-orders';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { cancelAgain, neverBegun, orderAgain, stepAgain, takeSilent, type OrderedAgain, type Patience, type SilentJob, type SilentTask, type StepPatience } from '@ml/persistence/stores/gap-filler/silent-jobs';
import { Bus } from '@ml/platform/bus/bus';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@ml/units/time';
import { JobMetrics } from './job-metrics';
import { Repeated } from './repeated';

const PATIENCE: Patience = { silentMs: MINUTE_MS, cancellingMs: 5 * SECOND_MS, stillMs: 10 * MINUTE_MS };
/** A step may wait for others for minutes, and for pricing that is away much longer. */
const STEP_PATIENCE: StepPatience = { planningMs: HOUR_MS, fetchedMs: 10 * MINUTE_MS };
const NEVER_TAKEN = 'pricing answers and does not take the order: look into its dead letters';

const hasEnded = ({ status }: ChunkState): boolean => status !== 'queued' && status !== 'running';

/** Asks pricing about jobs of which nothing was heard, takes its answer for the truth, and orders again what it does not know. */
@Injectable()
export class Reconciler extends Repeated {
  protected readonly everyMs = 5 * SECOND_MS;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(JobStore) private readonly jobs: JobStore,
    @Inject(JobMetrics) private readonly metrics: JobMetrics,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  /** One look at all jobs that are silent; each is taken by one replica. */
  async reconcile(patience: Patience = PATIENCE): Promise<void> {
    const silent = await takeSilent(this.database, patience);
    for (const job of silent) if (!this.stopped) await this.ask(job).catch((error: unknown) => this.failed(error));
  }

  protected async work(): Promise<void> {
    await this.reconcile();
    await stepAgain(this.database, STEP_PATIENCE);
  }

  protected failed(error: unknown): void {
    this.logger.warn({ error: String(error) }, 'silent jobs could not be asked about; they are asked about again');
  }

  private async ask(job: SilentJob): Promise<void> {
    const mark = String(Date.now());
    for (const task of job.tasks) await this.askTask(task, { job, mark });
  }

  private async askTask({ task_id, still }: SilentTask, { job, mark }: { readonly job: SilentJob; readonly mark: string }): Promise<void> {
    const { known, chunks } = await this.bus.ask(askTaskChunks, { task_id });
    // Only when pricing answers: while it is away the first one waits for it, and others would pile up behind. Each has it tell all chunks once more.
    if (job.cancel_asked && !(known && chunks.every(hasEnded))) await this.database.transaction((tx) => cancelAgain(tx, task_id, mark));
    await this.apply(chunks);
    if (!job.cancel_asked && (!known || still)) await this.orderAgain(task_id, { mark, known });
    if (!job.cancel_heard) return;
    await this.apply(await neverBegun(this.database, task_id, { status: 'cancelled', error_message: null, listed: chunks.map(({ chunk }) => chunk) }));
  }

  private async orderAgain(taskId: string, again: OrderedAgain): Promise<void> {
    this.logger.warn({ task_id: taskId, known: again.known }, 'an order is sent again: pricing knows nothing of it, or nothing has come of it for long');
    const sent = await this.database.transaction(async (tx) => {
      if (await orderAgain(tx, taskId, again)) return true;
      // What fails now is not to be fetched when the order is taken after all.
      await cancelAgain(tx, taskId, again.mark);
      return false;
    });
    if (sent) return;
    await this.apply(await neverBegun(this.database, taskId, { status: 'failed', error_message: NEVER_TAKEN, listed: [] }));
  }

  private async apply(states: readonly ChunkState[]): Promise<void> {
    const applied = await this.jobs.apply(states);
    if (applied !== undefined) this.metrics.count(applied);
  }
}
