import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Dataset, DatasetColumn } from '@ml/domain/collection/dataset';
import type { CopiedRow } from './copied-rows';
import type { FileWriter, WrittenFile } from './file-writer';
import { packSnappy } from './pack-snappy';
import { optionsOf, readerOf, schemaOf, writtenSchemaOf, type ParquetValue, type ReadField } from './parquet-columns';
import type { RowSink } from './row-sink';

/** Rows of one row group: what is in memory at once. */
export const GROUP_ROWS = 10_000;

interface Gathered {
  readonly column: DatasetColumn;
  readonly read: ReadField;
  values: ParquetValue[];
}

/** Snappy, typed columns, row groups of bounded size. */
export class ParquetSink implements RowSink {
  private readonly bytes = new ByteWriter();
  private readonly writer: ParquetWriter;
  private readonly gathered: readonly Gathered[];
  private rows = 0;

  constructor(
    private readonly file: FileWriter,
    private readonly dataset: Dataset,
    private readonly groupRows = GROUP_ROWS,
  ) {
    this.writer = new ParquetWriter({ writer: this.bytes, schema: writtenSchemaOf(dataset.columns), codec: 'SNAPPY', compressors: { SNAPPY: packSnappy }, createdBy: 'ml-server' });
    this.gathered = dataset.columns.map((column) => ({ column, read: readerOf(column), values: [] }));
  }

  add(row: CopiedRow): void {
    let at = 0;
    for (const { read, values } of this.gathered) {
      values.push(read(row, at));
      at += 1;
    }
    this.rows += 1;
    if (this.rows >= this.groupRows) this.writeGroup();
  }

  async flush(): Promise<void> {
    if (this.bytes.index === 0) return;
    const bytes = this.bytes.getBytes();
    this.bytes.index = 0;
    await this.file.write(bytes);
  }

  async end(): Promise<WrittenFile> {
    if (this.rows > 0) this.writeGroup();
    this.writer.schema = schemaOf(this.dataset.columns);
    void this.writer.finish();
    await this.flush();
    return this.file.end();
  }

  private writeGroup(): void {
    const columnData = this.gathered.map(({ column, values }) => ({ name: column.name, data: values, ...optionsOf(column) }));
    void this.writer.write({ columnData, rowGroupSize: this.rows });
    for (const entry of this.gathered) entry.values = [];
    this.rows = 0;
  }
}
