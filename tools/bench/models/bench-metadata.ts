import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import { mulberry32 } from '@ml/testing/mulberry32';

const GOLDEN = 16;

/** One thread, as a host has it. */
export const openInProcess = (model: Uint8Array): Promise<InferenceSession> =>
  InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' });

export const randomRows = (rows: number, width: number, seed: number): Float32Array => {
  const random = mulberry32(seed);
  return Float32Array.from({ length: rows * width }, random);
};

/** Of a model with one input of 32-bit floats and one output; its golden rows are what onnxruntime says. */
export const benchMetadata = async (session: InferenceSession, features: readonly string[]): Promise<ModelMetadata> => {
  const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
  const width = features.length;
  const values = randomRows(GOLDEN, width, 1);
  const answers = (await session.run({ [input]: new Tensor('float32', values, [GOLDEN, width]) }))[output] as Tensor;
  const golden = Array.from({ length: GOLDEN }, (_, row) => ({ row: [...values.subarray(row * width, (row + 1) * width)], output: [Number(answers.data[row])] }));
  return {
    schema: 1,
    model_type: 'rightsizing_predictor',
    task: 'regression',
    target: 'nothing',
    trained_until: '2026-11-01',
    trained_at: '2026-11-01T00:00:00Z',
    horizon_hours: null,
    inputs: [{ name: input, datatype: 'FP32', features }],
    outputs: [{ name: output, datatype: 'FP32', columns: ['y'] }],
    golden,
    tolerance: 1e-5,
    reference: Object.fromEntries(features.map((feature) => [feature, [0, 0.5, 1]])),
    metrics: { mae: 1 },
    baseline: { name: 'none', metrics: { mae: 2 }, beaten: true },
    training: { rows: GOLDEN, seed: 1, hyperparameters: {} },
  };
};
