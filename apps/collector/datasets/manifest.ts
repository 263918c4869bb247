import { EXPORTED } from '@ml/domain/collection/datasets';
import { SCORE_FORMULA } from '@ml/domain/collection/quality';
import type { ExportRow, StoredFile } from '@ml/persistence/stores/collector/export-row';
import type { ExportWindow } from '@ml/persistence/stores/collector/export-source';
import { DAY_MS } from '@ml/units/time';
import { LEGACY_VERSION } from '../identity/legacy-version';
import type { MadeFile } from './make-files';

export const MANIFEST = 'manifest.json';

/** Rows that came into the tables within so many days before the export was ordered. Made again later, it is the same window. */
export const windowOf = ({ created_at, days }: Pick<ExportRow, 'created_at' | 'days'>): ExportWindow => ({
  from: new Date(created_at.getTime() - days * DAY_MS).toISOString(),
  to: created_at.toISOString(),
});

/** How readers of a format see a column. */
const WHAT = {
  word: 'text, one of few',
  text: 'text',
  integer: 'whole number',
  amount: 'number: USD, or percent where the name says so',
  json: 'object; in CSV its JSON text',
  time: 'instant in UTC, to the microsecond',
} as const;

const KEYED = 'keyed SHA-256 of each kind of identifier, hexadecimal';
const LEGACY = 'SHA-256 of an identifier and the salt of the earlier system, hexadecimal; scans keyed';

interface Made {
  readonly row: ExportRow;
  readonly files: readonly (StoredFile & Pick<MadeFile, 'quality'>)[];
  readonly keyVersion: number;
}

/** What is in the files, for whoever has nothing but them. */
export const manifestOf = ({ row, files, keyVersion }: Made): object => ({
  schema_version: row.schema_version,
  export_id: row.export_id,
  created_at: row.created_at.toISOString(),
  rewritten_at: row.rewritten_at?.toISOString() ?? null,
  requested_by: row.requested_by,
  window: { ...windowOf(row), days: row.days },
  output_format: row.output_format,
  gzip: row.gzip && row.output_format !== 'parquet',
  identifiers: { scheme: keyVersion === LEGACY_VERSION ? LEGACY : KEYED, key_version: keyVersion },
  rows: files.reduce((all, file) => all + file.rows, 0),
  files: files.map(({ dataset, name, rows, size_bytes, sha256 }) => ({
    dataset,
    name,
    rows,
    size_bytes,
    sha256,
    columns: EXPORTED[dataset].columns.map((column) => ({ name: column.name, type: column.type, what: WHAT[column.type], nullable: column.nullable, critical: column.critical, least: column.least, most: column.most })),
  })),
  quality: { score_formula: SCORE_FORMULA, datasets: files.map(({ quality }) => quality) },
});
