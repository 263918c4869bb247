import type { ModelMetadata } from '@ml/contracts/model-metadata';
import { badModel } from './bad-model';
import { rowFeeds } from './row-feeds';
import { rowOutput } from './row-output';
import type { Session } from './session';

/** Runs the rows whose answers are known. @throws AppError BAD_MODEL, reason GOLDEN_ROWS, naming the first row that differs; MODEL_FAILED when they come in another shape */
export const checkGoldenRows = async (session: Session, { inputs, outputs, golden, tolerance }: ModelMetadata): Promise<void> => {
  if (golden.length === 0) return;
  const rows = golden.length;
  const fetched = await session.run(
    rowFeeds(inputs, { rows, cells: golden.map(({ row }) => row) }),
    outputs.map(({ name }) => name),
  );
  const values = rowOutput(outputs, fetched, rows);
  const width = values.length / rows;
  golden.forEach(({ output }, row) => checkRow({ row, wanted: output, given: values.subarray(row * width, (row + 1) * width), tolerance }));
};

interface GoldenCheck {
  readonly row: number;
  readonly wanted: readonly number[];
  readonly given: Float64Array;
  readonly tolerance: number;
}

const checkRow = ({ row, wanted, given, tolerance }: GoldenCheck): void => {
  const close = (value: number, index: number): boolean => Math.abs(value - (given[index] ?? Number.NaN)) / Math.max(1, Math.abs(value)) <= tolerance;
  if (wanted.length === given.length && wanted.every(close)) return;
  throw badModel('GOLDEN_ROWS', `golden row ${String(row)} gives ${shown(given)} instead of ${shown(wanted)}: the file is not the one these metadata were written for`, {
    row,
    expected: wanted,
    got: Array.from(given, (value) => (Number.isFinite(value) ? value : String(value))),
  });
};

const shown = (values: Iterable<number>): string => `[${[...values].map((value) => String(value)).join(', ')}]`;
