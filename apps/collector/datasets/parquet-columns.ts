import type { ParquetType, SchemaElement } from 'hyparquet';
import type { ColumnType, DatasetColumn } from '@ml/domain/collection/dataset';
import type { CopiedRow } from './copied-rows';
import type { GrowingBytes } from './growing-bytes';
import { microsOf } from './instants';

type Element = Omit<SchemaElement, 'name' | 'repetition_type'> & { readonly type: ParquetType };

const STRING: Element = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
const TYPES: Readonly<Record<ColumnType, Element>> = {
  word: STRING,
  text: STRING,
  integer: { type: 'INT32' },
  amount: { type: 'DOUBLE' },
  json: { type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } },
};

/** How readers see the columns. */
export const schemaOf = (columns: readonly DatasetColumn[]): SchemaElement[] => [
  { name: 'root', num_children: columns.length },
  ...columns.map(({ name, type, nullable }) => ({ name, ...TYPES[type], repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const) })),
];

export const physicalTypeOf = ({ type }: DatasetColumn): ParquetType => TYPES[type].type;

/** Appends a field that is there as Parquet's plain encoding has it. */
export type PlainValue = (row: CopiedRow, at: number, to: GrowingBytes) => void;

/** Its length before it. */
const bytesOf: PlainValue = (row, at, to) => {
  const start = row.starts[at] ?? 0;
  const end = row.ends[at] ?? 0;
  const size = to.take(4);
  if (row.hasEscape(at)) {
    const text = Buffer.from(row.text(at) ?? '');
    to.append(text, 0, text.length);
  } else to.append(row.bytes, start, end);
  to.view.setUint32(size, to.size - size - 4, true);
};

const integerOf: PlainValue = (row, at, to) => {
  const place = to.take(4);
  to.view.setInt32(place, row.number(at) ?? 0, true);
};

const doubleOf: PlainValue = (row, at, to) => {
  const place = to.take(8);
  to.view.setFloat64(place, row.number(at) ?? 0, true);
};

const instantOf: PlainValue = (row, at, to) => {
  const micros = microsOf(row.text(at) ?? '');
  const place = to.take(8);
  to.view.setBigInt64(place, micros, true);
};

export const PLAIN_VALUES: Readonly<Record<ColumnType, PlainValue>> = { word: bytesOf, text: bytesOf, integer: integerOf, amount: doubleOf, json: bytesOf, time: instantOf };
