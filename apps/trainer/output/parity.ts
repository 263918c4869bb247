import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import { NUMBERS_INPUT, PREDICTIONS_OUTPUT, TEXTS_INPUT } from '@ml/domain/training/export/model-export';
import type { Dataset } from '../dataset';
import { TrainFault } from '../train-fault';

/** Of a difference, |a - b| / max(1, |b|): what a loaded model is held to as well. */
export const TOLERANCE = 1e-5;

/**
 * Runs the file with the runtime that will serve it, and gives the largest difference to what the trainer says of the same rows.
 * @throws TrainFault when it is too large, or not a number: such a model is not written
 */
export const checkParity = async (onnx: Uint8Array, { inputs }: ModelExport, { rows, said }: { readonly rows: Dataset; readonly said: Float64Array }): Promise<number> => {
  const served = await run(onnx, inputs, rows);
  let largest = 0;
  for (let at = 0; at < said.length; at += 1) {
    const apart = Math.abs((served[at] ?? Number.NaN) - (said[at] ?? Number.NaN)) / Math.max(1, Math.abs(said[at] ?? 0));
    largest = apart <= largest ? largest : apart;
    if (!(largest <= TOLERANCE)) {
      throw new TrainFault(`the exported model says ${String(served[at])} where the trainer says ${String(said[at])}: it is not written. This is a fault of the trainer, please report it with the data or the seed`);
    }
  }
  return largest;
};

const run = async (onnx: Uint8Array, { numbers, texts = [] }: ModelExport['inputs'], dataset: Dataset): Promise<Float32Array> => {
  const session = await InferenceSession.create(onnx, { intraOpNumThreads: 1 });
  try {
    const count = dataset.numbers.rows;
    const feeds: Record<string, Tensor> = {};
    if (numbers.length > 0) feeds[NUMBERS_INPUT] = new Tensor('float32', rowMajor(dataset.numbers.columns, count), [count, numbers.length]);
    if (texts.length > 0) feeds[TEXTS_INPUT] = new Tensor('string', textRows(dataset, texts.map(({ name }) => name)), [count, texts.length]);
    const output = (await session.run(feeds))[PREDICTIONS_OUTPUT];
    return output?.data as Float32Array;
  } finally {
    await session.release();
  }
};

const rowMajor = (columns: readonly Float32Array[], rows: number): Float32Array => {
  const cells = new Float32Array(rows * columns.length);
  for (const [at, column] of columns.entries()) for (let row = 0; row < rows; row += 1) cells[row * columns.length + at] = column[row] ?? Number.NaN;
  return cells;
};

const textRows = ({ texts, numbers }: Dataset, names: readonly string[]): string[] => {
  const columns = names.map((name) => texts.find((column) => column.name === name)?.values ?? []);
  return Array.from({ length: numbers.rows * columns.length }, (_, at) => columns[at % columns.length]?.[Math.floor(at / columns.length)] ?? '');
};
