import { Tensor } from 'onnxruntime-node';
import { AppError } from '@ml/contracts/app-error';
import type { ModelInput, ModelMetadata, ModelOutput } from '@ml/contracts/model-metadata';
import type { ModelWarning } from '@ml/contracts/models';
import { checkInterface, readInputs, readOutputs } from '@ml/domain/onnx/check-interface';
import { OnnxFault } from '@ml/domain/onnx/onnx-fault';
import { readHeader, type OnnxHeader } from '@ml/domain/onnx/read-header';
import { badModel } from './bad-model';
import { checkGoldenRows } from './check-golden-rows';
import { withFile } from './file-source';
import type { LoadReply, LoadRequest } from './host-protocol';
import { rowFeeds } from './row-feeds';
import { checkShapes, columnsOf } from './row-output';
import { openSession, type Session } from './session';

export interface LoadedModel {
  readonly session: Session;
  readonly reply: LoadReply;
}

const TIMED_RUNS = 5;
/** As many as metadata may declare. */
const MOST_COLUMNS = 10_000;
const NO_GOLDEN_ROWS: ModelWarning = { code: 'NO_GOLDEN_ROWS', text: 'the metadata hold no rows with known answers: whether the file computes what it should cannot be checked' };

/** Header, load, golden rows, warm-up. @throws AppError BAD_MODEL */
export const loadModel = async (request: LoadRequest): Promise<LoadedModel> => {
  const { path, declared, threads } = request;
  const header = readable(() => {
    const found = withFile(path, readHeader);
    if (declared !== null) checkInterface(found, declared);
    return found;
  });
  const startedAt = performance.now();
  const session = await opened(path, threads);
  const metadata = declared ?? (await describe(request, header, session));
  await answering(() => checkGoldenRows(session, metadata));
  const loadMilliseconds = performance.now() - startedAt;
  const runMilliseconds = await timed(session, metadata);
  const warnings = metadata.golden.length === 0 ? [NO_GOLDEN_ROWS] : [];
  return { session, reply: { metadata, warnings, loadMilliseconds, runMilliseconds } };
};

const readable = <Result>(act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    if (error instanceof OnnxFault) throw badModel(error.reason, error.message);
    throw new AppError('MODEL_NOT_READY', `the file of the model cannot be read: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}`);
  }
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const opened = async (path: string, threads: number): Promise<Session> => {
  try {
    return await openSession(path, threads);
  } catch (error) {
    // onnxruntime names the file it was given: a place of this machine.
    throw badModel('LOAD_FAILED', `onnxruntime cannot load the model: ${textOf(error).replaceAll(path, 'the file')}`);
  }
};

const answering = async <Result>(act: () => Promise<Result>): Promise<Result> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_MODEL') throw error;
    if (error instanceof AppError && error.code === 'MODEL_FAILED') throw badModel('WRONG_WIDTH', error.message);
    throw badModel('RUN_FAILED', `the model cannot be run: ${textOf(error)}`);
  }
};

const zeros = (inputs: readonly ModelInput[]): (number | string)[] => inputs.flatMap(({ datatype, features }) => features.map(() => (datatype === 'BYTES' ? '' : 0)));

/** What can be said of a model that came without metadata: the registry adds what its upload says. */
const describe = async ({ modelType }: LoadRequest, header: OnnxHeader, session: Session): Promise<ModelMetadata> => {
  const inputs = readable(() => readInputs(header));
  const undeclared = readable(() => readOutputs(header)).filter(({ datatype }) => datatype !== 'BYTES');
  const outputs = await answering(async () => {
    const feeds = rowFeeds(inputs, { rows: 1, cells: [zeros(inputs)] });
    const fetched = await session.run(
      feeds,
      undeclared.map(({ name }) => name),
    );
    const shown = undeclared.map((output) => withColumns(output, fetched[output.name]));
    checkShapes(shown, fetched, 1);
    return shown;
  });
  // As when it is loaded to serve, where this is what it declares.
  readable(() => checkInterface(header, { inputs, outputs }));
  const training = { rows: 0, seed: 0, hyperparameters: {} };
  const measured = { metrics: {}, baseline: { name: 'none', metrics: {}, beaten: false } };
  const dates = { trained_until: '', trained_at: '', horizon_hours: null };
  return { schema: 1, model_type: modelType, task: 'regression', target: 'not declared', ...dates, inputs, outputs, golden: [], tolerance: 0, reference: {}, ...measured, training };
};

const withColumns = (output: Omit<ModelOutput, 'columns'>, tensor: Tensor | undefined): ModelOutput => {
  const count = tensor instanceof Tensor ? columnsOf(tensor) : 1;
  if (count > MOST_COLUMNS) throw badModel('WRONG_WIDTH', `the output ${output.name} is ${String(count)} wide: a model gives ${String(MOST_COLUMNS)} columns at most`);
  return { ...output, columns: count === 1 ? [output.name] : Array.from({ length: count }, (_, index) => `${output.name}_${String(index)}`) };
};

/** Also warms the model up. */
const timed = async (session: Session, { inputs, outputs, golden }: ModelMetadata): Promise<number> => {
  const feeds = rowFeeds(inputs, { rows: 1, cells: [golden[0]?.row ?? zeros(inputs)] });
  const took: number[] = [];
  for (let run = 0; run < TIMED_RUNS; run += 1) {
    const startedAt = performance.now();
    await answering(() =>
      session.run(
        feeds,
        outputs.map(({ name }) => name),
      ),
    );
    took.push(performance.now() - startedAt);
  }
  return took.sort((a, b) => a - b)[TIMED_RUNS >> 1] ?? 0;
};
