import type { ExportRow } from '@ml/persistence/stores/collector/export-row';

/** A file of an export as it lies in the blob store. */
export interface ArchivableFile {
  readonly name: string;
  /** `sha256:<hex>` */
  readonly blob_id: string;
  /** Hex. */
  readonly sha256: string;
}

/** Copies of exports outside the blob store. */
export abstract class ExportArchive {
  /** Where the copy of an export belongs: `s3://bucket/prefix/`; made again, it has another place. Null where none are kept. */
  abstract placeOf(row: Pick<ExportRow, 'export_id' | 'generation' | 'created_at'>): string | null;
  /** Copies every file to the place, in their order; the same place again replaces what lies there. Nobody else may write there. @throws AppError retryable; also when the signal is aborted */
  abstract archive(place: string, files: readonly ArchivableFile[], signal: AbortSignal): Promise<void>;
  /** Deletes whatever lies at the place, also what was begun and never ended. @throws AppError retryable */
  abstract withdraw(place: string): Promise<void>;
}
