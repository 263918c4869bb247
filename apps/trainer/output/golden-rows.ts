import type { Cell, GoldenRow } from '@ml/contracts/model-metadata';
import { predictExport } from '@ml/domain/training/export/predict-export';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import { subset, type Dataset } from '../dataset';
import { featureTable } from '../fit/feature-table';

const MOST_GOLDEN = 32;

export interface Golden {
  readonly rows: Dataset;
  readonly said: Float64Array;
  readonly golden: readonly GoldenRow[];
}

/**
 * Rows whose answers are written down beside the model, evenly taken. JSON has no NaN, so what is unknown of a row is
 * filled with the middle of what is known of the others: they show that the file computes what was trained, not how good it is.
 */
export const goldenRows = (wanted: ModelExport, dataset: Dataset): Golden => {
  const count = Math.min(MOST_GOLDEN, dataset.numbers.rows);
  const places = Int32Array.from({ length: count }, (_, at) => Math.floor((at * dataset.numbers.rows) / count));
  const taken = subset(dataset, places);
  const columns = taken.numbers.columns.map((column, index) => filled(column, dataset.numbers.columns[index] ?? column));
  const rows: Dataset = { ...taken, numbers: { ...taken.numbers, columns } };
  const said = predictExport(wanted, featureTable(rows, wanted.inputs));
  const width = wanted.heads.length;
  const golden = Array.from({ length: count }, (_, row): GoldenRow => {
    const cells: Cell[] = [...columns.map((column) => column[row] ?? 0), ...rows.texts.map(({ values }) => values[row] ?? '')];
    return { row: cells, output: Array.from(said.subarray(row * width, (row + 1) * width), Math.fround) };
  });
  return { rows, said, golden };
};

const filled = (column: Float32Array, all: Float32Array): Float32Array => {
  const known = all.filter((value) => Number.isFinite(value)).sort();
  const middle = known[known.length >> 1] ?? 0;
  return column.map((value) => (Number.isFinite(value) ? value : middle));
};
