import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import { DATASETS, type ExportFileKey, type ExportFileLocation, type ExportFormat, type OrderExport } from '@ml/contracts/datasets';
import { EXPORTED, SCHEMA_VERSION } from '@ml/domain/collection/datasets';
import { Database } from '@ml/persistence/database';
import { countOpenExports, findExport, hasMoreRows, queueExport } from '@ml/persistence/stores/collector/export-orders';
import type { ExportRow } from '@ml/persistence/stores/collector/export-row';
import type { Tx } from '@ml/persistence/tx';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Health } from '@ml/platform/health';
import { SETTINGS } from '@ml/platform/tokens';
import type { CollectorSettings } from '../settings';
import { ExportMaker } from './export-maker';
import { MANIFEST } from './manifest';

const MOST_OPEN = 2;
/** So many are made while the caller waits. */
const SMALL_ROWS = 100_000;
/** Shorter than anybody's patience; it is made all the same. */
const WAIT_MS = 40_000;
const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = { json: 'application/json', csv: 'text/csv; charset=utf-8', parquet: 'application/vnd.apache.parquet' };

/** Takes orders of exports and says where their files are. */
@Injectable()
export class ExportDesk implements OnApplicationBootstrap {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ExportMaker) private readonly maker: ExportMaker,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(SETTINGS) private readonly settings: CollectorSettings,
    @Inject(Health) private readonly health: Health,
  ) {}

  /** Whoever waits for an export is waited for before anything else is told to stop. */
  onApplicationBootstrap(): void {
    this.health.draining.addEventListener('abort', () => this.maker.stop(), { once: true });
  }

  /** The export when it is small, as it is when it takes longer. @throws AppError TOO_MANY_EXPORTS, UNAVAILABLE */
  async order(order: OrderExport): Promise<ExportRow> {
    const queued = await this.database.transaction(async (tx) => {
      if ((await countOpenExports(tx)) >= MOST_OPEN) throw new AppError('TOO_MANY_EXPORTS', `${MOST_OPEN} exports are queued or being made; wait for one of them`);
      return this.queue(tx, order);
    });
    const tables = queued.datasets.map((name) => EXPORTED[name]);
    // It is queued: whether it is large is no reason to say that it is not.
    const isLarge = await hasMoreRows(this.database, tables, { days: order.days, rows: SMALL_ROWS }).catch(() => true);
    if (!isLarge) await this.waitFor(queued);
    return this.find(queued.export_id);
  }

  /** Without a look at how many there are: for the schedule. */
  queue(tx: Tx, order: OrderExport): Promise<ExportRow> {
    const datasets = DATASETS.filter((name) => order.datasets.length === 0 || order.datasets.includes(name));
    const gzip = order.gzip && order.output_format !== 'parquet';
    return queueExport(tx, { ...order, datasets, gzip, export_id: uuid(), schema_version: SCHEMA_VERSION, kept_days: this.settings.exportDays });
  }

  /** @throws AppError NOT_FOUND */
  async find(exportId: string): Promise<ExportRow> {
    const row = await findExport(this.database, exportId);
    if (row === undefined) throw new AppError('NOT_FOUND', 'there is no such export; its files may have been too old', { path: 'export_id' });
    return row;
  }

  /** Without a name, of the first file. @throws AppError NOT_FOUND */
  async locate({ export_id, file }: ExportFileKey): Promise<ExportFileLocation> {
    const { status, files, manifest_blob, output_format, gzip } = await this.find(export_id);
    if (manifest_blob === null) throw new AppError('NOT_FOUND', `the export is ${status}: it has no files`, { path: 'export_id' });
    if (file === MANIFEST) {
      const { sizeBytes } = await this.blobs.stream(manifest_blob);
      return { blob_id: manifest_blob, name: MANIFEST, size_bytes: sizeBytes, sha256: manifest_blob.slice('sha256:'.length), content_type: CONTENT_TYPES.json };
    }
    const found = file === '' ? files[0] : files.find(({ name }) => name === file);
    if (found === undefined) throw new AppError('NOT_FOUND', `the export has ${[...files.map(({ name }) => name), MANIFEST].join(', ')}`, { path: 'file' });
    const { blob_id, name, size_bytes, sha256 } = found;
    return { blob_id, name, size_bytes, sha256, content_type: gzip ? 'application/gzip' : CONTENT_TYPES[output_format] };
  }

  private async waitFor({ export_id }: ExportRow): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, WAIT_MS)));
    // The message that it was queued with may have brought somebody else to it.
    const made = this.maker.make(export_id).then(() => this.untilEnded(export_id)).catch(() => undefined);
    await Promise.race([made, late]);
    clearTimeout(timer);
  }

  private async untilEnded(exportId: string): Promise<void> {
    const until = Date.now() + WAIT_MS;
    while (Date.now() < until && !this.health.draining.aborted) {
      const row = await findExport(this.database, exportId);
      if (row?.status !== 'queued' && row?.status !== 'running') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
