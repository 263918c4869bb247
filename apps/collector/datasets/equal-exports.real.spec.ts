import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { askExportFile, askOrderExport, DATASETS, type DatasetName, type ExportJob, type OrderExport } from '@ml/contracts/datasets';
import type { ColumnType, DatasetColumn } from '@ml/domain/collection/dataset';
import { EXPORTED } from '@ml/domain/collection/datasets';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { runningExports } from '../test/running-exports';

builtServices();
const servers = await realServers();
const { booted, bus, database } = await runningExports(servers);

const ROWS = 60;
const TEXTS = ['', ' ', 'a,b;c', 'say "no"', 'two\nlines', 'two\r\nlines', '\t', '\\N', '\\', '\\\\t', 'null', "it's", 'Größe', '人 😀', '=1+1', '\u0001\u007f', '\u2028'];
const VALUES: Readonly<Record<ColumnType, readonly (string | number)[]>> = {
  word: TEXTS,
  text: TEXTS,
  integer: [0, -1, 2_147_483_647, -2_147_483_648],
  amount: ['0', '0.1', '-0.0001', '1234567.8901', '99999999.9999', 'NaN', '1e-4'],
  json: TEXTS.map((text) => JSON.stringify({ [`${text.replaceAll('\u0000', '')}key`]: [text, null, true, 0.1, -1e21, 12_345_678_901_234, { deep: text }], empty: {} })),
  time: ['1970-01-01T00:00:00.000001Z', '1969-12-31T23:59:59.999999Z', '2026-11-22T10:30:00Z', '2026-11-22T10:30:00.12+05:30', '9999-12-31T23:59:59.5Z', '0001-01-01T00:00:00Z'],
};
/** Of their own in each row, or when the row came. */
const GIVEN = new Set(['id', 'created_at', 'collected_at']);

const valueOf = ({ name, type, nullable }: DatasetColumn, row: number): string | number | null => {
  if (name === 'resource_hash' || name === 'month') return `${(row + 1).toString(36)}${name === 'month' ? '' : (TEXTS[row % TEXTS.length] ?? '')}`;
  const values = nullable ? [null, ...VALUES[type]] : VALUES[type];
  return values[row % values.length] ?? null;
};

const store = async (name: DatasetName): Promise<void> => {
  const { table, columns } = EXPORTED[name];
  const given = columns.filter((column) => !GIVEN.has(column.name));
  for (let row = 0; row < ROWS; row += 1) {
    await database.execute(`INSERT INTO ${table} (${given.map((column) => column.name).join(', ')}) VALUES (${given.map((_, at) => `$${String(at + 1)}`).join(', ')})`, given.map((column) => valueOf(column, row)));
  }
};

type Cells = Readonly<Record<string, unknown>>;
const byId = (rows: readonly Cells[]): ReadonlyMap<unknown, Cells> => new Map(rows.map((row) => [row['id'], row]));
const mapped = (name: DatasetName, rows: readonly Cells[], as: (column: DatasetColumn, value: unknown) => unknown): ReadonlyMap<unknown, Cells> =>
  byId(rows.map((row) => Object.fromEntries(EXPORTED[name].columns.map((column) => [column.name, row[column.name] === null ? null : as(column, row[column.name])]))));

/** Every value as the database writes it; instants in microseconds. */
const tableOf = (name: DatasetName): Promise<Cells[]> => {
  const { table, columns } = EXPORTED[name];
  return database.query<Cells>(`SELECT ${columns.map((column) => (column.type === 'time' ? `(extract(epoch FROM ${column.name}) * 1000000)::bigint::text AS ${column.name}` : `${column.name}::text`)).join(', ')} FROM ${table}`);
};
const SECONDS = 19;
const microsOf = (text: string): string => {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return String(BigInt(Date.parse(`${text.slice(0, SECONDS)}Z`)) * 1_000n + BigInt(fraction.padEnd(6, '0')));
};

const expectedAs = (column: DatasetColumn, value: unknown): unknown => {
  const text = String(value);
  if (column.type === 'json') return JSON.parse(text) as unknown;
  return column.type === 'integer' || column.type === 'amount' ? Number(text) : text;
};

const order = (more: Partial<OrderExport>): Promise<ExportJob> => bus.ask(askOrderExport, { days: 30, output_format: 'json', gzip: false, datasets: [], requested_by: 'rest', ...more });
const filesOf = async ({ export_id, files }: ExportJob): Promise<ReadonlyMap<DatasetName, Buffer>> =>
  new Map(
    await Promise.all(
      files.map(async ({ name, dataset, size_bytes, sha256 }) => {
        const bytes = Buffer.from(await booted.blobs.get((await bus.ask(askExportFile, { export_id, file: name })).blob_id));
        expect([bytes.byteLength, createHash('sha256').update(bytes).digest('hex')]).toEqual([size_bytes, sha256]);
        return [dataset, bytes] as const;
      }),
    ),
  );

describe('files of an export are equal to the tables, value by value', () => {
  it('stores every value that a column can hold', async () => {
    for (const name of DATASETS) await store(name);
    expect((await tableOf('ml_training_data')).length).toBe(ROWS);
  });

  it.each([false, true])('as JSON, packed: %s', async (gzip) => {
    const files = await filesOf(await order({ gzip }));
    for (const name of DATASETS) {
      const bytes = files.get(name) ?? Buffer.alloc(0);
      const rows = JSON.parse((gzip ? gunzipSync(bytes) : bytes).toString()) as Cells[];
      const numberOrNot = (value: unknown): unknown => (Number.isNaN(value) ? null : value);
      expect(mapped(name, rows, ({ type }, value) => (type === 'time' ? microsOf(String(value)) : value))).toEqual(mapped(name, await tableOf(name), (column, value) => numberOrNot(expectedAs(column, value))));
    }
  });

  it.each([false, true])('as CSV, with nothing and an empty text told apart, packed: %s', async (gzip) => {
    const files = await filesOf(await order({ gzip, output_format: 'csv' }));
    for (const name of DATASETS) {
      const bytes = files.get(name) ?? Buffer.alloc(0);
      const rows = parse(gzip ? gunzipSync(bytes) : bytes, { columns: true, record_delimiter: '\r\n', cast: (value, { quoting }) => (value === '' && !quoting ? null : value) }) as unknown as Cells[];
      expect(mapped(name, rows, (column, value) => (column.type === 'time' ? microsOf(String(value)) : value))).toEqual(mapped(name, await tableOf(name), (_, value) => value));
    }
  });

  it('as Parquet', async () => {
    const files = await filesOf(await order({ output_format: 'parquet' }));
    for (const name of DATASETS) {
      const bytes = files.get(name) ?? Buffer.alloc(0);
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
      const rows = (await parquetReadObjects({ file, compressors, parsers: { timestampFromMicroseconds: String } as never })) as Cells[];
      expect(mapped(name, rows, (_, value) => value ?? null)).toEqual(mapped(name, await tableOf(name), expectedAs));
    }
  });

  it('and the quality of their rows is what a hand would count', async () => {
    await database.execute('TRUNCATE ml_training_data');
    const row = (resource: string, more: { readonly scan?: string; readonly cost?: string; readonly age?: number } = {}): Promise<number> =>
      database.execute(
        `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, cost_monthly, detected_at)
         VALUES ('a', $1, $2, 'ebs_volume', 'aws', 'us-*', $3, 'idle', 'high', $4, '2026-11-01T00:00:00Z')`,
        [resource, more.scan ?? 's1', more.age ?? 1, more.cost ?? '1'],
      );
    for (const scan of ['s1', 's2', 's3']) await row('the same in three scans', { scan });
    await Promise.all([row('negative', { cost: '-1' }), row('no number', { cost: 'NaN' }), row('unborn', { age: -1 }), row('dear', { cost: '10000000.01' }), row('sound')]);
    const { quality } = await order({ datasets: ['ml_training_data'] });
    // Eight rows: three costs and an age out of range, two rows that say what another one says.
    expect(quality).toMatchObject([{ rows: 8, duplicates: 2, out_of_range: { cost_monthly: 3, resource_age_days: 1, cost_real_monthly: 0 }, score: 25 }]);
    expect(new Set(Object.values(quality[0]?.nulls ?? {}))).toEqual(new Set([0]));
  });
});
