import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { columnName } from '@ml/domain/prices/columns';
import type { FileRow } from './file-row';

const ROWS_AT_ONCE = 20_000;

/** Rows of a Parquet file, some at a time. */
export async function* readParquet(path: string, name: string): AsyncGenerator<FileRow> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const total = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < total; rowStart += ROWS_AT_ONCE) {
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd: Math.min(total, rowStart + ROWS_AT_ONCE) });
    for (const [index, row] of rows.entries()) {
      yield { file: name, line: rowStart + index + 1, columns: Object.keys(row), record: Object.fromEntries(Object.entries(row).map(([name, value]) => [columnName(name), plain(value)])) };
    }
  }
}

/** Whole numbers of 64 bits come as bigint. */
const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
