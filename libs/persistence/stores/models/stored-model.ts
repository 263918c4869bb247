import type { ModelMetadata, ModelType } from '@ml/contracts/model-metadata';
import type { ModelWarning } from '@ml/contracts/models';

type Loose = Readonly<Record<string, unknown>>;

/** A version that has been verified, as it came: none of this changes any more. */
export interface NewModel {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly type: ModelType;
  /** YYYY-MM-DD. */
  readonly trainedUntil: string;
  readonly uploadedBy: string;
  /** `sha256:<hex>`. */
  readonly blob: string;
  readonly sizeBytes: number;
  /** What is served: declared, or read from the file. */
  readonly metadata: ModelMetadata;
  /** Whether `metadata` came with the file. */
  readonly declared: boolean;
  /** What else came with the file and is not understood. */
  readonly posted: Loose | null;
  readonly warnings: readonly ModelWarning[];
}

export interface StoredModel extends NewModel {
  readonly uploadedAt: Date;
  readonly active: boolean;
}

export interface ModelRow {
  readonly model_id: string;
  readonly model_name: string;
  readonly model_version: string;
  readonly model_type: ModelType;
  readonly trained_until_date: string;
  readonly upload_date: Date;
  readonly uploaded_by: string;
  readonly active: boolean;
  readonly model_file_path: string;
  readonly model_metadata: ModelMetadata;
  readonly posted_metadata: Loose | null;
  readonly declared: boolean;
  readonly size_bytes: number;
  readonly warnings: readonly ModelWarning[];
}

export const MODEL_COLUMNS =
  'model_id, model_name, model_version, model_type, trained_until_date, upload_date, uploaded_by, active, model_file_path, model_metadata, posted_metadata, declared, size_bytes, warnings';

export const toStoredModel = (row: ModelRow): StoredModel => ({
  id: row.model_id,
  name: row.model_name,
  version: row.model_version,
  type: row.model_type,
  trainedUntil: row.trained_until_date,
  uploadedAt: row.upload_date,
  uploadedBy: row.uploaded_by,
  active: row.active,
  blob: row.model_file_path,
  sizeBytes: row.size_bytes,
  metadata: row.model_metadata,
  declared: row.declared,
  posted: row.posted_metadata,
  warnings: row.warnings,
});
