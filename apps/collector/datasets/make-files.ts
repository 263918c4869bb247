import path from 'node:path';
import type { DatasetName, DatasetQuality, ExportFile, ExportFormat } from '@ml/contracts/datasets';
import { EXPORTED } from '@ml/domain/collection/datasets';
import type { Dataset } from '@ml/domain/collection/dataset';
import { describeQuality } from '@ml/domain/collection/quality';
import { QualityTally } from '@ml/domain/collection/quality-tally';
import { ExportSource, type ExportedTable, type ExportWindow } from '@ml/persistence/stores/collector/export-source';
import { RowCutter, wholeLines } from './copied-rows';
import { FileWriter } from './file-writer';
import { ParquetSink } from './parquet-sink';
import type { RowSink } from './row-sink';
import { CsvSink, JsonSink } from './text-sinks';

/** What files are to be made of; plain data for a thread. */
export interface MakeTask {
  readonly url: string;
  /** A directory that is there and empty. */
  readonly directory: string;
  readonly window: ExportWindow;
  readonly output_format: ExportFormat;
  readonly gzip: boolean;
  readonly datasets: readonly DatasetName[];
}

export interface Progress {
  readonly rows_done: number;
  readonly rows_total: number;
}

export interface MadeFile extends ExportFile {
  readonly quality: DatasetQuality;
}

const SINKS: Readonly<Record<ExportFormat, new (file: FileWriter, dataset: Dataset) => RowSink>> = { json: JsonSink, csv: CsvSink, parquet: ParquetSink };
/** Rows between two words of progress. */
const TOLD_EVERY = 20_000;

/** `ml_training_data_20261122.json.gz` */
export const fileName = (dataset: DatasetName, { window, output_format, gzip }: Pick<MakeTask, 'window' | 'output_format' | 'gzip'>): string =>
  `${dataset}_${window.to.slice(0, 10).replaceAll('-', '')}.${output_format}${gzip && output_format !== 'parquet' ? '.gz' : ''}`;

/** Writes a file for each dataset, all of them as the tables were at one instant; some rows at a time. @throws AppError UNAVAILABLE */
export const makeFiles = async (task: MakeTask, tell: (progress: Progress) => void): Promise<readonly MadeFile[]> => {
  const source = await ExportSource.open(task.url, task.window);
  try {
    const datasets = task.datasets.map((name) => EXPORTED[name]);
    let rows_total = 0;
    for (const dataset of datasets) rows_total += await source.count(tableOf(dataset));
    const made: MadeFile[] = [];
    let rows_done = 0;
    tell({ rows_done, rows_total });
    for (const dataset of datasets) {
      const file = await makeFile({ task, source, dataset }, (rows) => tell({ rows_done: rows_done + rows, rows_total }));
      rows_done += file.rows;
      made.push(file);
    }
    return made;
  } finally {
    await source.close();
  }
};

export const tableOf = ({ table, at, columns }: Dataset): ExportedTable => ({ table, at, columns: columns.map(({ name }) => name) });

interface OneFile {
  readonly task: MakeTask;
  readonly source: ExportSource;
  readonly dataset: Dataset;
}

const makeFile = async ({ task, source, dataset }: OneFile, tell: (rows: number) => void): Promise<MadeFile> => {
  const name = fileName(dataset.name, task);
  const sink = new SINKS[task.output_format](new FileWriter(path.join(task.directory, name), task.gzip && task.output_format !== 'parquet'), dataset);
  const tally = new QualityTally(dataset);
  const cutter = new RowCutter(dataset.columns);
  let rows = 0;
  let told = 0;
  for await (const lines of wholeLines(source.copy(tableOf(dataset)))) {
    rows += cutter.eachRow(lines, (row) => {
      tally.add(row);
      sink.add(row);
    });
    await sink.flush();
    if (rows - told < TOLD_EVERY) continue;
    told = rows;
    tell(rows);
  }
  const written = await sink.end();
  return { dataset: dataset.name, name, rows, ...written, quality: describeQuality(dataset, tally.counts()) };
};
