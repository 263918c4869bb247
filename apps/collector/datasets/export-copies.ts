import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { Database } from '@ml/persistence/database';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { exportsWithoutCopy } from '@ml/persistence/stores/collector/export-orders';
import type { ExportRow } from '@ml/persistence/stores/collector/export-row';
import { isAnythingWithdrawn } from '@ml/persistence/stores/collector/withdrawn-files';
import type { Logger } from '@ml/platform/logger';
import { Places } from '@ml/platform/places';
import { LOGGER } from '@ml/platform/tokens';
import { ExportMetrics } from './export-metrics';
import { ExportPublisher } from './export-publisher';
import { WithdrawnFiles } from './withdrawn-files';

const EVERY_FIVE_MINUTES = '*/5 * * * *';
const AT_ONCE = 100;
/** An archive that hangs does not keep a service from stopping: what was begun is taken back by whoever copies it next. */
const STOPPING_MS = 3_000;

/** Copies exports where copies are kept, one at a time and while nobody waits; what the archive did not take or delete is tried again. */
@Injectable()
export class ExportCopies implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly places = new Places(1);
  private readonly stopping = new AbortController();
  private readonly copying = new Set<Promise<boolean>>();

  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(Database) private readonly database: Database,
    @Inject(ExportPublisher) private readonly publisher: ExportPublisher,
    @Inject(WithdrawnFiles) private readonly withdrawn: WithdrawnFiles,
    @Inject(ExportMetrics) private readonly metrics: ExportMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('collector-export-copies', EVERY_FIVE_MINUTES, async () => {
      await this.deleteLeft();
      await this.copyAll();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the service is stopping'));
    await Promise.race([Promise.allSettled(this.copying), new Promise((resolve) => setTimeout(resolve, STOPPING_MS).unref())]);
  }

  /** Begins with it; tried again, by whomever, when it fails. */
  begin(row: ExportRow): void {
    void this.copy(row);
  }

  /** Until the archive is away, or all are done. */
  async copyAll(): Promise<void> {
    for (const row of await exportsWithoutCopy(this.database, AT_ONCE)) {
      if (!(await this.copy(row))) return;
    }
  }

  /** What was taken back while the archive was away. */
  async deleteLeft(): Promise<void> {
    if (!(await isAnythingWithdrawn(this.database))) return;
    await this.withdrawn.drop().catch((error: unknown) => this.logger.warn({ err: error }, 'files of exports that were taken back could not all be deleted; it is tried again'));
  }

  /** False: nobody can be copied for now. */
  private async copy(row: ExportRow): Promise<boolean> {
    const work = this.places.with(this.stopping.signal, () => this.copyNow(row)).catch(() => false);
    this.copying.add(work);
    try {
      return await work;
    } finally {
      this.copying.delete(work);
    }
  }

  private async copyNow(row: ExportRow): Promise<boolean> {
    const { export_id } = row;
    try {
      if (!(await this.publisher.copy(row, this.stopping.signal))) return true;
      this.metrics.copied();
      this.logger.info({ export_id }, 'an export was archived');
      return true;
    } catch (error) {
      if (this.stopping.signal.aborted) return false;
      this.metrics.notCopied();
      this.logger.warn({ export_id, err: error }, 'an export could not be archived; it is tried again');
      return !(error instanceof AppError && error.retryable);
    }
  }
}
