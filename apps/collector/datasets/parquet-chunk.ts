import type { ColumnChunk } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import type { DatasetColumn } from '@ml/domain/collection/dataset';
import type { GrowingBytes } from './growing-bytes';
import { packSnappy } from './pack-snappy';
import { physicalTypeOf } from './parquet-columns';
import { BOUNDS } from './parquet-statistics';

/** A column of a row group. */
export interface Chunk {
  readonly column: DatasetColumn;
  /** As plain encoding has them: all that are there, or each that there is. */
  readonly values: GrowingBytes;
  /** Which of the values each of those is that are there; null: each itself. */
  readonly codes: Int32Array | null;
  /** How many the codes tell apart. */
  readonly distinct: number;
  /** For each row 1 or 0: nothing is there; null: something always is. */
  readonly levels: Uint8Array | null;
  readonly rows: number;
  /** Of rows where something is. */
  readonly count: number;
}

const levelBytes = new ByteWriter();
const codeBytes = new ByteWriter();

/** Writes the pages of a column, packed by Snappy: what its codes stand for, then its values. @returns what the end of the file says of it */
export const writeChunk = (file: ByteWriter, chunk: Chunk): ColumnChunk => {
  const { column, codes, values, rows, count } = chunk;
  const start = file.offset;
  let size = codes === null ? 0 : writeDictionary(file, chunk);
  const data_page_offset = BigInt(file.offset);
  size += writeData(file, chunk);
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: physicalTypeOf(column),
      encodings: codes === null ? ['PLAIN'] : ['PLAIN', 'RLE_DICTIONARY'],
      path_in_schema: [column.name],
      codec: 'SNAPPY',
      num_values: BigInt(rows),
      total_uncompressed_size: BigInt(size),
      total_compressed_size: BigInt(file.offset - start),
      data_page_offset,
      ...(codes === null ? {} : { dictionary_page_offset: BigInt(start) }),
      statistics: { ...BOUNDS[column.type]?.(values), null_count: BigInt(rows - count) },
    },
  };
};

/** @returns its size before it was packed */
const writeDictionary = (file: ByteWriter, { values, distinct }: Chunk): number => {
  const packed = packSnappy(values.written());
  const start = file.offset;
  writePageHeader(file, { type: 'DICTIONARY_PAGE', uncompressed_page_size: values.size, compressed_page_size: packed.length, dictionary_page_header: { num_values: distinct, encoding: 'PLAIN' } });
  const header = file.offset - start;
  file.appendBytes(packed);
  return header + values.size;
};

/** @returns its size before it was packed */
const writeData = (file: ByteWriter, chunk: Chunk): number => {
  const levels = levelsOf(chunk);
  const body = bodyOf(chunk);
  const packed = packSnappy(body);
  const start = file.offset;
  writePageHeader(file, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levels.length + body.length,
    compressed_page_size: levels.length + packed.length,
    data_page_header_v2: {
      num_values: chunk.rows,
      num_nulls: chunk.rows - chunk.count,
      num_rows: chunk.rows,
      encoding: chunk.codes === null ? 'PLAIN' : 'RLE_DICTIONARY',
      definition_levels_byte_length: levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  });
  const header = file.offset - start;
  file.appendBytes(levels);
  file.appendBytes(packed);
  return header + levels.length + body.length;
};

const levelsOf = ({ levels }: Chunk): Uint8Array => {
  levelBytes.index = 0;
  if (levels !== null) writeRleBitPackedHybrid(levelBytes, levels, 1);
  return levelBytes.getBytes();
};

const bodyOf = ({ codes, values, distinct }: Chunk): Uint8Array => {
  if (codes === null) return values.written();
  const bits = Math.ceil(Math.log2(distinct));
  codeBytes.index = 0;
  codeBytes.appendUint8(bits);
  writeRleBitPackedHybrid(codeBytes, codes, bits);
  return codeBytes.getBytes();
};
