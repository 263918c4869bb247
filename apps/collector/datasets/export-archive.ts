/** A file of an export as it lies in the blob store. */
export interface ArchivableFile {
  readonly name: string;
  /** `sha256:<hex>` */
  readonly blob_id: string;
  /** Hex. */
  readonly sha256: string;
  readonly size_bytes: number;
}

export interface ArchivableExport {
  readonly export_id: string;
  /** RFC 3339: when it was ordered. */
  readonly created_at: string;
  /** The manifest is the last. */
  readonly files: readonly ArchivableFile[];
}

/** Copies of exports outside the blob store. */
export abstract class ExportArchive {
  /** Copies every file; the same export again replaces its copy. @returns `s3://bucket/prefix/`; null where none is configured @throws AppError retryable */
  abstract archive(job: ArchivableExport): Promise<string | null>;
  /** Deletes every copy under a place that `archive` returned; nothing happens when there is none. @throws AppError retryable */
  abstract withdraw(archivedTo: string): Promise<void>;
}
