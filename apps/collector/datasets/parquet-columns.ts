import type { SchemaElement } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';
import type { ColumnType, DatasetColumn } from '@ml/domain/collection/dataset';
import type { CopiedRow } from './copied-rows';
import { microsOf } from './instants';

type ParquetType = Omit<SchemaElement, 'name' | 'repetition_type'>;

const STRING: ParquetType = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
const TYPES: Readonly<Record<ColumnType, ParquetType>> = {
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

/** How the writer is to see them: a JSON text is written as it is, not once more as a JSON string. */
export const writtenSchemaOf = (columns: readonly DatasetColumn[]): SchemaElement[] =>
  schemaOf(columns).map((element) => (element.converted_type === 'JSON' ? { ...element, ...STRING } : element));

type ColumnOptions = Omit<ColumnSource, 'name' | 'data'>;

/** Texts that never repeat need no dictionary; smallest and largest say nothing of hashes and objects. */
export const optionsOf = ({ type }: DatasetColumn): ColumnOptions => {
  if (type === 'text') return { encoding: 'PLAIN', statistics: false, offsetIndex: false };
  return { statistics: type !== 'json', offsetIndex: false };
};

export type ParquetValue = string | Uint8Array | number | bigint | null;
export type ReadField = (row: CopiedRow, at: number) => ParquetValue;

const asText: ReadField = (row, at) => row.text(at);
const asBytes: ReadField = (row, at) => row.raw(at);
const asNumber: ReadField = (row, at) => row.number(at);

/** An instant is mostly that of the row before. */
const instants = (): ReadField => {
  let last = '';
  let value: bigint | null = null;
  return (row, at) => {
    const text = row.text(at);
    if (text === null) return null;
    if (text !== last) value = microsOf((last = text));
    return value;
  };
};

const READERS: Readonly<Record<ColumnType, () => ReadField>> = { word: () => asText, text: () => asBytes, integer: () => asNumber, amount: () => asNumber, json: () => asBytes, time: instants };

export const readerOf = ({ type }: DatasetColumn): ReadField => READERS[type]();
