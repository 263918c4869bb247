import { DATASETS, EXPORT_FORMATS, type DatasetName, type ExportFormat, type ExportJob } from '../datasets';
import { field } from '../field';
import { DatasetQualityDto } from './collection-quality-dto';
import { PageQuery } from './page-query';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const EXPORT_ID = { pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, example: '019a7b1e-8c00-7000-8000-00000000000e' } as const;
const STATES = ['queued', 'running', 'completed', 'failed'] as const;
const REQUESTED_BY = ['rest', 'command', 'schedule'] as const;
const MOST_DAYS = 3_660;
const FILE = { max: 80, pattern: /^[a-z_]+(?:_\d{8})?\.(?:json|csv|parquet)(?:\.gz)?$/, like: 'the name of a file such as ml_training_data_20261122.parquet' } as const;

export class ExportPath {
  @field.text({ what: 'Id of the export.', ...EXPORT_ID })
  readonly export_id!: string;
}

export class ExportsQueryDto extends PageQuery {}

export class OrderExportQueryDto {
  @field.integer({ what: 'Rows of so many days until now; 90 unless given.', min: 1, max: MOST_DAYS, example: 90, optional: true })
  readonly days?: number;

  @field.text({ what: 'Format of the files; `json` unless given: one list, an object a line. Parquet is compressed with Snappy.', of: EXPORT_FORMATS, example: 'parquet', optional: true })
  readonly output_format?: ExportFormat;

  @field.flag({ what: 'Whether JSON and CSV are packed with gzip; Parquet compresses itself.', example: true, optional: true })
  readonly gzip?: boolean;

  @field.texts({ what: 'What is exported, with commas between; everything unless given.', item: { of: DATASETS }, maxItems: DATASETS.length, example: ['ml_training_data', 'cost_trends'], optional: true })
  readonly datasets?: readonly DatasetName[];
}

export class ExportFileQueryDto {
  @field.text({ what: 'Name of the file, or `manifest.json`; the first file unless given.', ...FILE, example: 'ml_training_data_20261122.parquet', optional: true })
  readonly file?: string;
}

class ExportFileDto {
  @field.text({ what: 'What is in it.', of: DATASETS, example: 'ml_training_data' })
  readonly dataset!: DatasetName;

  @field.text({ what: 'Its name: for the download.', ...FILE, example: 'ml_training_data_20261122.parquet' })
  readonly name!: string;

  @field.integer({ what: 'Rows.', ...COUNT, example: 15_847 })
  readonly rows!: number;

  @field.integer({ what: 'Size.', unit: 'bytes', ...COUNT, example: 1_843_200 })
  readonly size_bytes!: number;

  @field.text({ what: 'SHA-256 of its bytes, hexadecimal.', example: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae' })
  readonly sha256!: string;
}

class ExportErrorDto {
  @field.text({ what: 'Why, as a stable word: `ABANDONED`, `EXPIRED` or the code of an error.', example: 'ABANDONED' })
  readonly code!: string;

  @field.text({ what: 'Why, for people.', example: 'whoever made it ended before it was finished, three times; fewer days or datasets may help' })
  readonly text!: string;
}

export class ExportJobDto implements ExportJob {
  @field.text({ what: 'Id of the export.', ...EXPORT_ID })
  readonly export_id!: string;

  @field.text({ what: 'How far it is.', of: STATES, example: 'completed' })
  readonly status!: ExportJob['status'];

  @field.text({ what: 'Format of its files.', of: EXPORT_FORMATS, example: 'parquet' })
  readonly output_format!: ExportFormat;

  @field.flag({ what: 'Whether they are packed with gzip.', example: false })
  readonly gzip!: boolean;

  @field.integer({ what: 'Rows of so many days before it was ordered.', min: 1, max: MOST_DAYS, example: 90 })
  readonly days!: number;

  @field.text({ what: 'Who ordered it.', of: REQUESTED_BY, example: 'rest' })
  readonly requested_by!: ExportJob['requested_by'];

  @field.integer({ what: 'Rows written so far.', ...COUNT, example: 15_847 })
  readonly rows_done!: number;

  @field.integer({ what: 'Rows there are to write.', ...COUNT, example: 15_847 })
  readonly rows_total!: number;

  @field.objects({ what: 'Its files, once it is completed; the manifest is one more.', type: () => ExportFileDto })
  readonly files!: readonly ExportFileDto[];

  @field.objects({ what: 'What is wrong with the rows of each.', type: () => DatasetQualityDto })
  readonly quality!: readonly DatasetQualityDto[];

  @field.integer({ what: 'Version of the columns; raised when one comes, goes or changes its meaning.', min: 1, max: 10_000, example: 1 })
  readonly schema_version!: number;

  @field.time({ what: 'When it was taken back to be made again without somebody who was erased, or what had been kept for long enough; null: never.', example: null, nullable: true })
  readonly rewritten_at!: string | null;

  @field.text({ what: 'Where a copy lies in S3-compatible storage; null: nowhere.', example: 's3://archive/ml/019a7b1e-8c00-7000-8000-00000000000e/', nullable: true })
  readonly archived_to!: string | null;

  @field.object({ what: 'Why it failed, or, while it is queued or running, why the last try came to nothing; null: nothing did.', type: () => ExportErrorDto, example: null, nullable: true })
  readonly error!: ExportErrorDto | null;

  @field.time({ what: 'When it was ordered: its rows came before.', example: '2026-11-22T10:00:00.000Z' })
  readonly created_at!: string;

  @field.time({ what: 'When it was completed, or failed; null: not yet.', example: '2026-11-22T10:00:03.000Z', nullable: true })
  readonly completed_at!: string | null;

  @field.time({ what: 'When its files are deleted.', example: '2027-02-20T10:00:00.000Z', nullable: true })
  readonly expires_at!: string | null;
}
