import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects, type FileMetaData } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import { column, NULLABLE, type Dataset } from '@ml/domain/collection/dataset';
import { encodeRow } from '@ml/persistence/copy';
import { RowCutter } from './copied-rows';
import { FileWriter } from './file-writer';
import { ParquetSink } from './parquet-sink';

const DATASET: Dataset = {
  name: 'ml_training_data',
  table: 'ml_training_data',
  at: 'made_at',
  key: ['hash'],
  columns: [column('hash', 'text'), column('note', 'text', NULLABLE), column('kind', 'word'), column('maybe', 'word', NULLABLE), column('days', 'integer', NULLABLE), column('cost', 'amount', NULLABLE), column('shape', 'json', NULLABLE), column('made_at', 'time')],
};
type Row = readonly [string, string | null, string, string | null, number | null, number | null, string | null, string];

const FOLDER = mkdtempSync(path.join(tmpdir(), 'ml-parquet-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

let files = 0;
const written = async (rows: readonly Row[], groupRows: number): Promise<ArrayBuffer> => {
  const file = path.join(FOLDER, `${String((files += 1))}.parquet`);
  const sink = new ParquetSink(new FileWriter(file, false), DATASET, groupRows);
  new RowCutter(DATASET.columns).eachRow(Buffer.from(rows.map((row) => encodeRow([...row])).join('')), (row) => sink.add(row));
  await sink.end();
  const bytes = readFileSync(file);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

const read = async (file: ArrayBuffer): Promise<readonly unknown[]> => {
  const objects = await parquetReadObjects({ file });
  return objects.map((row) => DATASET.columns.map(({ name }) => row[name]));
};
const meant = ([hash, note, kind, maybe, days, cost, shape, made_at]: Row): unknown[] => [hash, note, kind, maybe, days, cost, shape === null ? null : (JSON.parse(shape) as unknown), new Date(made_at)];

const SECOND = 1_000;
const START = Date.UTC(2026, 10, 20);
const timeOf = (value: number): string => `${new Date(START + value * SECOND).toISOString().slice(0, 19).replace('T', ' ')}+00`;
/** A tab, quotes and a backslash among them. */
const WORDS = ['aws', '', 'a\tb', 'back\\slash', 'größer', '😀', '\\N', 'x'.repeat(400)];

/** Each column draws from so many values. */
const ROWS = fc.tuple(fc.integer({ min: 0, max: 1_600 }), fc.constantFrom(1, 3, 400, 100_000), fc.constantFrom(1, 7, 600, 100_000), fc.nat()).map(([rows, few, many, seed]): readonly Row[] =>
  Array.from({ length: rows }, (_, index): Row => {
    const drawn = (salt: number, most: number): number => (Math.imul(seed + index * 31 + salt, 0x9e3779b1) >>> 5) % most;
    const orNull = <T>(salt: number, value: T): T | null => (drawn(salt, 3) === 0 ? null : value);
    return [
      `${String(drawn(1, 100_000))}-${String(index)}`,
      orNull(2, WORDS[drawn(3, WORDS.length)] ?? ''),
      `${WORDS[drawn(4, WORDS.length)] ?? ''}${String(drawn(5, few))}`,
      orNull(6, `m${String(drawn(7, many))}`),
      orNull(8, drawn(9, many) - 500),
      orNull(10, drawn(11, 7) === 0 ? Number.NaN : (drawn(12, many) - 500) / 100),
      orNull(13, JSON.stringify({ few: drawn(14, few), many: drawn(15, many), word: WORDS[drawn(16, WORDS.length)] })),
      timeOf(drawn(17, many)),
    ];
  }),
);

const columnsOf = ({ row_groups }: FileMetaData) => (row_groups[0]?.columns ?? []).map(({ meta_data }) => meta_data);

describe('a Parquet file', () => {
  it('holds the rows that were written, whether their values repeat or not', async () => {
    await fc.assert(
      fc.asyncProperty(ROWS, fc.constantFrom(1_000, 1_500, 10_000), async (rows, groupRows) => {
        expect(await read(await written(rows, groupRows))).toEqual(rows.map(meant));
      }),
      { numRuns: 25 },
    );
  });

  it('numbers values that repeat, spells out those that do not, and says what is smallest and largest of each group', async () => {
    const rows = Array.from({ length: 2_000 }, (_, index): Row => [`h${String(index)}`, null, index % 2 === 0 ? 'b' : 'a', `m${String(index)}`, index % 5 === 0 ? null : index % 10, index === 7 ? Number.NaN : index / 4, '{"a": 1}', timeOf(index)]);
    const metadata = parquetMetadata(await written(rows, 1_500));
    expect(metadata.row_groups.map(({ num_rows }) => num_rows)).toEqual([1_500n, 500n]);
    expect(metadata.num_rows).toBe(2_000n);
    expect(columnsOf(metadata).map((about) => about?.encodings.includes('RLE_DICTIONARY'))).toEqual([false, false, true, false, true, false, true, false]);
    expect(columnsOf(metadata).map((about) => about?.statistics?.null_count)).toEqual([0n, 1_500n, 0n, 0n, 300n, 0n, 0n, 0n]);
    expect(columnsOf(metadata).map((about) => [about?.statistics?.min_value, about?.statistics?.max_value])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      ['a', 'b'],
      ['m0', 'm999'],
      [1, 9],
      [0, 374.75],
      [undefined, undefined],
      [new Date(START), new Date(START + 1_499 * SECOND)],
    ]);
  });

  it('ends a row group that grows long before it has its rows', async () => {
    const file = path.join(FOLDER, 'long.parquet');
    const sink = new ParquetSink(new FileWriter(file, false), DATASET);
    const cutter = new RowCutter(DATASET.columns);
    const long = (index: number): Row => ['h', null, 'kind', null, null, null, JSON.stringify({ series: String(index).repeat(2_000) }), timeOf(0)];
    const lines = Buffer.from(Array.from({ length: 1_000 }, (_, index) => encodeRow([...long(index + 1_000)])).join(''));
    for (let part = 0; part < 8; part += 1) {
      cutter.eachRow(lines, (row) => sink.add(row));
      await sink.flush();
    }
    await sink.end();
    const bytes = readFileSync(file);
    const { row_groups, num_rows } = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    expect(num_rows).toBe(8_000n);
    expect(row_groups.map(({ num_rows: rows }) => rows)).toEqual([3_000n, 3_000n, 2_000n]);
  });

  it('is not written of a row that lacks what every row has', async () => {
    const row = encodeRow(['h', null, null, null, null, null, null, timeOf(0)]);
    const sink = new ParquetSink(new FileWriter(path.join(FOLDER, 'lacking.parquet'), false), DATASET);
    expect(() => new RowCutter(DATASET.columns).eachRow(Buffer.from(row), (copied) => sink.add(copied))).toThrow('kind of a row is nothing');
    await sink.end();
  });
});
