import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import type { ExportRow } from '@ml/persistence/stores/collector/export-row';
import { beatExport, claimExport, failExport, noteTrouble, requeueExport, type ExportRun } from '@ml/persistence/stores/collector/export-runs';
import { ScratchFolders } from '@ml/platform/files/scratch-folders';
import type { Logger } from '@ml/platform/logger';
import { Places } from '@ml/platform/places';
import { LOGGER } from '@ml/platform/tokens';
import { ExportCopies } from './export-copies';
import { ExportMetrics } from './export-metrics';
import { ExportPublisher } from './export-publisher';
import { reasonOf, toExportError } from './export-trouble';
import type { Progress } from './make-files';
import { windowOf } from './manifest';
import { runExportThread } from './run-export-thread';
import { toldOf } from './told-of';

/** Far more often than an export without a sign of life is taken over. */
const BEAT_MS = 5_000;

class Lost extends Error {}

/** Makes exports, one at a time. */
@Injectable()
export class ExportMaker implements BeforeApplicationShutdown {
  private readonly places = new Places(1);
  private readonly stopping = new AbortController();
  private readonly making = new Set<Promise<unknown>>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ScratchFolders) private readonly folders: ScratchFolders,
    @Inject(ExportPublisher) private readonly publisher: ExportPublisher,
    @Inject(ExportCopies) private readonly copies: ExportCopies,
    @Inject(ExportMetrics) private readonly metrics: ExportMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whoever comes next begins anew what was not finished. */
  stop(): void {
    this.stopping.abort(new Lost('the service is stopping'));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop();
    await Promise.allSettled(this.making);
  }

  /** Makes it unless somebody does, or has. What fails for now is taken over later, by whomever. */
  async make(exportId: string): Promise<void> {
    const work = this.places.with(this.stopping.signal, () => this.makeNow({ export_id: exportId, run_id: randomUUID() }));
    this.making.add(work);
    try {
      await work;
    } finally {
      this.making.delete(work);
    }
  }

  private async makeNow(run: ExportRun): Promise<void> {
    const row = await this.database.transaction((tx) => claimExport(tx, run));
    if (row === undefined) return;
    const startedAt = performance.now();
    try {
      const done = await this.whileBeating(run, (signal, tell) => this.files(run, { row, signal, tell }));
      if (done === undefined) throw new Lost('it was withdrawn while it was stored');
      const seconds = (performance.now() - startedAt) / 1_000;
      this.metrics.made(done, seconds);
      this.logger.info({ export_id: run.export_id, rows: done.rows_done, seconds }, 'an export was made');
      this.copies.begin(done);
    } catch (error) {
      await this.giveUp(run, error);
    }
  }

  private files(run: ExportRun, { row, signal, tell }: { readonly row: ExportRow; readonly signal: AbortSignal; readonly tell: (progress: Progress) => void }): Promise<ExportRow | undefined> {
    const { output_format, gzip, datasets } = row;
    return this.folders.with(async (directory) => {
      const files = await runExportThread({ url: this.database.options.url, directory, window: windowOf(row), output_format, gzip, datasets }, { tell, signal });
      return this.publisher.publish(run, { row, files, folder: directory });
    });
  }

  private async whileBeating<T>(run: ExportRun, work: (signal: AbortSignal, tell: (progress: Progress) => void) => Promise<T>): Promise<T> {
    const lost = new AbortController();
    let progress: Progress = { rows_done: 0, rows_total: 0 };
    const beat = setInterval(() => {
      // While the database is away nobody else can take it over.
      beatExport(this.database, run, progress).then((isOurs) => (isOurs ? undefined : lost.abort(new Lost('somebody else has it'))), () => undefined);
    }, BEAT_MS);
    try {
      return await work(AbortSignal.any([lost.signal, this.stopping.signal]), (now) => {
        progress = now;
      });
    } finally {
      clearInterval(beat);
    }
  }

  private async giveUp(run: ExportRun, error: unknown): Promise<void> {
    const { export_id } = run;
    if (error instanceof Lost) {
      this.logger.info({ export_id, reason: error.message }, 'an export is not finished here');
      if (this.stopping.signal.aborted) await this.database.transaction((tx) => requeueExport(tx, run)).catch(() => undefined);
      return;
    }
    const failure = toExportError(error);
    const reason = reasonOf(failure);
    this.logger.error({ export_id, err: error, again: failure.retryable }, 'an export failed');
    // Taken over by whoever looks for exports without a sign of life.
    if (failure.retryable) return noteTrouble(this.database, run, reason).catch(() => undefined);
    await this.database.transaction((tx) => failExport(tx, run, { error: reason, told: toldOf }));
    this.metrics.failed();
  }
}
