import { parseSpotRecord } from '@ml/domain/prices/file-rows';
import type { SpotRow } from '@ml/domain/prices/rows';
import { DAY_MS } from '@ml/units/time';
import type { TrainArguments } from '../arguments';
import { BadRow, requireColumns } from './fields';
import type { FileRow } from './file-row';
import { readRows } from './read-rows';
import { usableRows, type UsableRows } from './usable-rows';

const COLUMNS = [
  { names: ['instance_type', 'type'], example: 'm5.large' },
  { names: ['availability_zone', 'az', 'zone', 'availability_zone_id', 'az_id'], example: 'us-east-1a' },
  { names: ['spot_price', 'price'], example: '0.0345' },
  { names: ['timestamp', 'time', 'date'], example: '2026-11-20T10:00:00Z' },
];

/** Nothing is refused for lying in the future: a file may be trained on with another clock. */
const ANY_TIME = Date.UTC(2100, 0, 1);

/** Rows as `npm run import -- spot-prices` takes them. */
export const readPrices = ({ data }: TrainArguments): Promise<UsableRows<SpotRow>> => usableRows(checked(data), priceRow);

async function* checked(data: readonly string[]): AsyncGenerator<FileRow> {
  let file = '';
  for await (const row of readRows(data)) {
    if (row.file !== file) requireColumns(row, COLUMNS);
    file = row.file;
    yield row;
  }
}

const priceRow = (row: FileRow): SpotRow => {
  const record = Object.fromEntries(Object.entries(row.record).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : String(value ?? '')]));
  const result = parseSpotRecord(record, { line: row.line, now: ANY_TIME - DAY_MS });
  if ('refusal' in result) throw new BadRow(row, result.refusal.text);
  return result.row;
};
