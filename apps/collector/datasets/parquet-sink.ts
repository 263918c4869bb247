import type { ColumnChunk } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Dataset } from '@ml/domain/collection/dataset';
import type { CopiedRow } from './copied-rows';
import type { FileWriter, WrittenFile } from './file-writer';
import { ParquetColumn } from './parquet-column';
import { schemaOf } from './parquet-columns';
import type { RowSink } from './row-sink';

/** Rows of one row group: what is in memory at once. */
export const GROUP_ROWS = 10_000;
/** Bytes of one row group before they are packed, and some rows more: series are long. */
const GROUP_BYTES = 16 * 2 ** 20;

/** Snappy, typed columns, row groups of bounded size. */
export class ParquetSink implements RowSink {
  private readonly bytes = new ByteWriter();
  /** Writes the beginning and the end of the file. */
  private readonly writer: ParquetWriter;
  private readonly columns: readonly ParquetColumn[];
  private rows = 0;

  constructor(
    private readonly file: FileWriter,
    dataset: Dataset,
    private readonly groupRows = GROUP_ROWS,
  ) {
    this.writer = new ParquetWriter({ writer: this.bytes, schema: schemaOf(dataset.columns), createdBy: 'ml-server' });
    this.columns = dataset.columns.map((column) => new ParquetColumn(column, groupRows));
  }

  add(row: CopiedRow): void {
    let at = 0;
    for (const column of this.columns) {
      column.add(row, at);
      at += 1;
    }
    this.rows += 1;
    if (this.rows >= this.groupRows) this.writeGroup();
  }

  async flush(): Promise<void> {
    if (this.columns.reduce((size, column) => size + column.size, 0) >= GROUP_BYTES) this.writeGroup();
    if (this.bytes.index === 0) return;
    const bytes = this.bytes.getBytes();
    this.bytes.index = 0;
    await this.file.write(bytes);
  }

  async end(): Promise<WrittenFile> {
    if (this.rows > 0) this.writeGroup();
    void this.writer.finish();
    await this.flush();
    return this.file.end();
  }

  private writeGroup(): void {
    const { bytes, writer } = this;
    const start = bytes.offset;
    const columns: ColumnChunk[] = this.columns.map((column) => column.writeTo(bytes));
    writer.row_groups.push({
      columns,
      num_rows: BigInt(this.rows),
      total_byte_size: columns.reduce((size, { meta_data }) => size + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      total_compressed_size: BigInt(bytes.offset - start),
    });
    writer.num_rows += BigInt(this.rows);
    this.rows = 0;
  }
}
