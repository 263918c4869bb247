import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { EXPORTED } from '@ml/domain/collection/datasets';
import { ExportSource } from '@ml/persistence/stores/collector/export-source';
import { RowCutter, wholeLines } from '../../apps/collector/datasets/copied-rows';
import { FileWriter } from '../../apps/collector/datasets/file-writer';
import { makeFiles, tableOf } from '../../apps/collector/datasets/make-files';
import { optionsOf, readerOf, writtenSchemaOf, type ParquetValue } from '../../apps/collector/datasets/parquet-columns';
import { GROUP_ROWS } from '../../apps/collector/datasets/parquet-sink';
import { peakRssMib } from './cpu-time';

/** What one way of moving the rows takes in a process that has done nothing before. */
export interface MoveCost {
  readonly rows: number;
  readonly seconds: number;
  /** Of this process alone. */
  readonly processor_seconds: number;
  readonly mib: number;
}

const WINDOW = { from: '2026-11-01T00:00:00Z', to: '2026-11-22T00:00:00Z' } as const;
const DATASET = EXPORTED.ml_training_data;
/** Written again and again: more of them would not fit into memory beside what is measured. */
const PREPARED_GROUPS = 5;

/** The export as it is. */
const exported = async (url: string, directory: string): Promise<number> => {
  const files = await makeFiles({ url, directory, window: WINDOW, output_format: 'parquet', gzip: false, datasets: ['ml_training_data'] }, () => undefined);
  return files.reduce((rows, file) => rows + file.rows, 0);
};

/** The raw limit of the database: COPY to a client that throws the rows away. */
const copied = async (url: string): Promise<number> => {
  const source = await ExportSource.open(url, WINDOW);
  const rows = await source.count(tableOf(DATASET));
  start();
  for await (const chunk of source.copy(tableOf(DATASET))) void chunk;
  await source.close();
  return rows;
};

const preparedGroups = async (url: string): Promise<readonly (readonly ParquetValue[][])[]> => {
  const source = await ExportSource.open(url, WINDOW);
  const readers = DATASET.columns.map(readerOf);
  const groups: ParquetValue[][][] = [];
  const open = (): ParquetValue[][] => DATASET.columns.map(() => []);
  let group = open();
  const cutter = new RowCutter(DATASET.columns);
  for await (const lines of wholeLines(source.copy(tableOf(DATASET)))) {
    cutter.eachRow(lines, (row) => {
      for (const [at, read] of readers.entries()) group[at]?.push(read(row, at));
      if (group[0]?.length !== GROUP_ROWS) return;
      groups.push(group);
      group = open();
    });
    if (groups.length >= PREPARED_GROUPS) break;
  }
  await source.close();
  return groups;
};

/** The raw limit of the writer, as it comes: columns that are in memory already, to a file. */
const written = async (url: string, directory: string, rows: number): Promise<number> => {
  const groups = await preparedGroups(url);
  const bytes = new ByteWriter();
  const file = new FileWriter(path.join(directory, 'bare.parquet'), false);
  const writer = new ParquetWriter({ writer: bytes, schema: writtenSchemaOf(DATASET.columns), codec: 'SNAPPY' });
  start();
  for (let at = 0; at * GROUP_ROWS < rows; at += 1) {
    const group = groups[at % groups.length] ?? [];
    void writer.write({ columnData: DATASET.columns.map((column, index) => ({ name: column.name, data: group[index] ?? [], ...optionsOf(column) })), rowGroupSize: GROUP_ROWS });
    await file.write(bytes.getBytes());
    bytes.index = 0;
  }
  void writer.finish();
  await file.write(bytes.getBytes());
  await file.end();
  return rows;
};

const [, , way = '', url = '', wanted = '0'] = process.argv;
const directory = mkdtempSync(path.join(tmpdir(), 'ml-bench-export-'));
let startedAt = performance.now();
let usedBefore = process.cpuUsage();
/** What was prepared before is not measured. */
const start = (): void => {
  startedAt = performance.now();
  usedBefore = process.cpuUsage();
};
const WAYS: Readonly<Record<string, () => Promise<number>>> = { export: () => exported(url, directory), copy: () => copied(url), write: () => written(url, directory, Number(wanted)) };
try {
  const rows = await WAYS[way]?.();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(usedBefore);
  const cost: MoveCost = { rows: rows ?? Number.NaN, seconds, processor_seconds: (user + system) / 1_000_000, mib: peakRssMib(process.pid) };
  process.stdout.write(JSON.stringify(cost));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
