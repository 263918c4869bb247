import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { EXPORTED } from '@ml/domain/collection/datasets';
import { ExportSource } from '@ml/persistence/stores/collector/export-source';
import { FileWriter } from '../../apps/collector/datasets/file-writer';
import { makeFiles, tableOf } from '../../apps/collector/datasets/make-files';
import { schemaOf } from '../../apps/collector/datasets/parquet-columns';
import { GROUP_ROWS } from '../../apps/collector/datasets/parquet-sink';
import { peakRssMib } from './cpu-time';
import { preparedGroups } from './export-prepared';

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

/** A JSON text is written as it is, not once more as a JSON string. */
const writtenSchema = (): SchemaElement[] => schemaOf(DATASET.columns).map((element) => (element.converted_type === 'JSON' ? { ...element, converted_type: 'UTF8', logical_type: { type: 'STRING' } } : element));

/** The raw limit of the writer, as it comes: columns that are in memory already, to a file. */
const written = async (url: string, directory: string, rows: number): Promise<number> => {
  const groups = await preparedGroups(url, { window: WINDOW, groups: PREPARED_GROUPS, rows: GROUP_ROWS });
  const bytes = new ByteWriter();
  const file = new FileWriter(path.join(directory, 'bare.parquet'), false);
  const writer = new ParquetWriter({ writer: bytes, schema: writtenSchema(), codec: 'SNAPPY' });
  start();
  for (let at = 0; at * GROUP_ROWS < rows; at += 1) {
    void writer.write({ columnData: groups[at % groups.length] ?? [], rowGroupSize: GROUP_ROWS });
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
