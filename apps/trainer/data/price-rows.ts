import { COLUMN_NAMES } from '@ml/domain/prices/columns';
import { parseSpotRecord } from '@ml/domain/prices/file-rows';
import type { SpotRow } from '@ml/domain/prices/rows';
import { DAY_MS } from '@ml/units/time';
import type { TrainArguments } from '../arguments';
import { BadRow, requireColumns } from './fields';
import type { FileRow } from './file-row';
import { readRows } from './read-rows';
import { usableRows, type UsableRows } from './usable-rows';

const COLUMNS = [
  { names: ['instance_type', ...COLUMN_NAMES.instance_type], example: 'm5.large' },
  { names: ['availability_zone', ...COLUMN_NAMES.zone], example: 'us-east-1a' },
  { names: ['spot_price', ...COLUMN_NAMES.spot_price], example: '0.0345' },
  { names: ['timestamp', ...COLUMN_NAMES.timestamp], example: '2026-11-20T10:00:00Z' },
];

/** Nothing is refused for lying in the future: a file may be trained on with another clock. */
const ANY_TIME = Date.UTC(2100, 0, 1);

/** Rows as `npm run import -- spot-prices` takes them. */
export const readPrices = ({ data }: Pick<TrainArguments, 'data'>): Promise<UsableRows<SpotRow>> => usableRows(checked(data), priceRow);

async function* checked(data: readonly string[]): AsyncGenerator<FileRow> {
  let file = '';
  for await (const row of readRows(data)) {
    if (row.file !== file) requireColumns(row, COLUMNS);
    file = row.file;
    yield row;
  }
}

const priceRow = (row: FileRow): SpotRow => {
  const record = Object.fromEntries(Object.entries(row.record).map(([name, value]) => [name, plainText(value)]));
  const result = parseSpotRecord(record, { line: row.line, now: ANY_TIME - DAY_MS });
  if ('refusal' in result) throw new BadRow(row, result.refusal.text);
  return result.row;
};

/** Prices of Parquet are often of 32 bits: 0.03 is 0.029999999329447746 then, of which ten decimals are kept as of all prices. */
const DECIMALS = 10;

const plainText = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(DECIMALS) : String(value ?? '');
};
