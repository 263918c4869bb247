import type { ColumnChunk } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer';
import type { DatasetColumn } from '@ml/domain/collection/dataset';
import type { CopiedRow } from './copied-rows';
import { GrowingBytes } from './growing-bytes';
import { PLAIN_VALUES, type PlainValue } from './parquet-columns';
import { writeChunk } from './parquet-chunk';
import { SeenFields } from './seen-fields';

/** From so many different values on it is asked whether they repeat. */
const TRIAL = 512;

/**
 * A column of a row group while its rows come in: written as it will lie in the file, straight from the bytes of the rows, without a text, a number or
 * an array for any of them. A value that was there before is the number of the first, so that few are read at all, until it turns out that they hardly repeat.
 */
export class ParquetColumn {
  private readonly append: PlainValue;
  /** Of few that repeat each once, else all. */
  private readonly values = new GrowingBytes();
  private readonly ends: Int32Array;
  private readonly seen: SeenFields;
  private readonly codes: Int32Array;
  private readonly levels: Uint8Array;
  private repeats: boolean;
  private rows = 0;
  private count = 0;

  constructor(
    private readonly column: DatasetColumn,
    most: number,
  ) {
    this.append = PLAIN_VALUES[column.type];
    this.seen = new SeenFields(column, most);
    this.ends = new Int32Array(most);
    this.codes = new Int32Array(most);
    this.levels = new Uint8Array(most);
    this.repeats = column.type !== 'text';
  }

  /** Bytes held. */
  get size(): number {
    return this.values.size;
  }

  add(row: CopiedRow, at: number): void {
    const isThere = !row.isNull(at);
    if (!isThere && !this.column.nullable) throw new Error(`${this.column.name} of a row is nothing`);
    this.levels[this.rows++] = isThere ? 1 : 0;
    if (!isThere) return;
    if (this.repeats) this.addSeen(row, at);
    else this.append(row, at, this.values);
    this.count += 1;
  }

  /** Writes what came, and is empty again. */
  writeTo(file: ByteWriter): ColumnChunk {
    const { column, values, seen, rows, count } = this;
    const chunk = writeChunk(file, {
      column,
      values,
      levels: column.nullable ? this.levels.subarray(0, rows) : null,
      codes: this.repeats && count > 0 ? this.codes.subarray(0, count) : null,
      distinct: seen.count,
      rows,
      count,
    });
    values.size = 0;
    seen.clear();
    this.rows = 0;
    this.count = 0;
    this.repeats = column.type !== 'text';
    return chunk;
  }

  private addSeen(row: CopiedRow, at: number): void {
    const { seen, values } = this;
    const before = seen.count;
    const code = seen.codeOf(row.bytes, row.starts[at] ?? 0, row.ends[at] ?? 0);
    this.codes[this.count] = code;
    if (code < before) return;
    this.append(row, at, values);
    this.ends[code] = values.size;
    if (seen.count >= TRIAL && seen.count * 2 > this.count) this.spellOut();
  }

  /** Values take the place of their numbers. */
  private spellOut(): void {
    const { values, ends, codes } = this;
    const each = Buffer.from(values.written());
    values.size = 0;
    for (let at = 0; at <= this.count; at += 1) {
      const code = codes[at] ?? 0;
      values.append(each, code === 0 ? 0 : (ends[code - 1] ?? 0), ends[code] ?? 0);
    }
    this.repeats = false;
  }
}
