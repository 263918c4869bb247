import type { Cell, GoldenRow, ModelInput, ModelMetadata, ModelOutput, ModelTask, ModelType, TensorType } from '@ml/contracts/model-metadata';
import { StateFault } from '@ml/state/fault';
import { fault, isRecord, shown, type Read } from '@ml/state/read';
import { array, object, optional, required } from '@ml/state/shapes';
import { choice, decimal, name, text, time, truth, whole } from '@ml/state/values';
import { day } from './day';
import { readSafety } from './read-safety';

const TYPES = ['spot_predictor', 'resource_forecaster', 'spot_price_predictor', 'waste_predictor', 'anomaly_detector', 'rightsizing_predictor'] as const satisfies readonly ModelType[];
const TASKS = ['regression', 'quantiles', 'classification', 'anomaly'] as const satisfies readonly ModelTask[];
const TENSORS = ['FP32', 'FP64', 'INT32', 'INT64', 'BOOL', 'BYTES'] as const satisfies readonly TensorType[];

const ANY = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
const number = decimal(ANY);
/** More would no longer be a few features of a resource but an image. */
const MOST_FEATURES = 10_000;
const MOST_TENSORS = 100;
export const GOLDEN_ROWS = { min: 16, max: 64 } as const;
export const MOST_REFERENCE_VALUES = 500;

const bounded =
  <T>(read: Read<readonly T[]>, { min, max }: { readonly min: number; readonly max: number }): Read<readonly T[]> =>
  (value) => {
    const items = read(value);
    if (items.length < min || items.length > max) throw fault('BAD_FIELD', `has ${items.length} entries, not ${min} to ${max}`);
    return items;
  };

/** Where the first name stands that was there before; undefined: they all differ. */
const secondOf = (list: readonly string[]): number | undefined => {
  const seen = new Set<string>();
  const twice = list.findIndex((item) => seen.size === seen.add(item).size);
  return twice < 0 ? undefined : twice;
};

/** Names that differ from each other. */
const names: Read<readonly string[]> = (value) => {
  const list = bounded(array(name), { min: 1, max: MOST_FEATURES })(value);
  const twice = secondOf(list);
  if (twice === undefined) return list;
  throw fault('DUPLICATE_FIELD', `${shown(list[twice])} is named twice`).within(twice);
};

const input: Read<ModelInput> = object({ name: required(name), datatype: required(choice(TENSORS)), features: required(names) });
const output: Read<ModelOutput> = object({ name: required(name), datatype: required(choice(TENSORS)), columns: required(names) });

const cell: Read<Cell> = (value) => (typeof value === 'string' ? value : number(value));
const golden: Read<GoldenRow> = object({ row: required(array(cell)), output: required(array(number)) });

const record =
  <T>(read: Read<T>): Read<Readonly<Record<string, T>>> =>
  (value) => {
    if (!isRecord(value)) throw fault('BAD_FIELD', `${shown(value)} is not an object`);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        try {
          return [key, read(item)];
        } catch (error) {
          throw error instanceof StateFault ? error.within(key) : error;
        }
      }),
    );
  };

const numbers = record(number);
const scalar: Read<number | string | boolean> = (value) => (typeof value === 'string' ? text(value) : typeof value === 'boolean' ? value : number(value));

const ascending: Read<readonly number[]> = (value) => {
  const values = bounded(array(number), { min: 0, max: MOST_REFERENCE_VALUES })(value);
  const wrong = values.findIndex((item, index) => index > 0 && item < (values[index - 1] ?? item));
  if (wrong >= 0) throw fault('BAD_FIELD', 'is smaller than the one before it').within(wrong);
  return values;
};

const instant: Read<string> = (value) => (time(value), value as string);

const shape = object({
  model_type: required(choice(TYPES)),
  task: required(choice(TASKS)),
  target: required(text),
  trained_until: required(day),
  trained_at: required(instant),
  horizon_hours: optional(decimal({ min: 0, max: 100_000 })),
  inputs: required(bounded(array(input), { min: 1, max: MOST_TENSORS })),
  outputs: required(bounded(array(output), { min: 1, max: MOST_TENSORS })),
  golden: required(bounded(array(golden), GOLDEN_ROWS)),
  tolerance: required(decimal({ min: 0, max: 1 })),
  reference: required(record(ascending)),
  metrics: required(numbers),
  baseline: required(object({ name: required(text), metrics: required(numbers), beaten: required(truth) })),
  training: required(object({ rows: required(whole({ min: 0, max: Number.MAX_SAFE_INTEGER })), seed: required(number), hyperparameters: required(record(scalar)) })),
});

/**
 * What is declared of a model; unknown fields are left out.
 * @throws StateFault with the path of what is wrong
 */
export const readMetadata: Read<ModelMetadata> = (value) => {
  const read = shape(value);
  checkTensors('inputs', read.inputs);
  checkTensors('outputs', read.outputs);
  checkFeatures(read.inputs);
  checkGolden(read);
  return { schema: 1, ...read, ...readSafety(value) };
};

const checkFeatures = (inputs: readonly ModelInput[]): void => {
  const all = inputs.flatMap(({ features }) => features);
  const twice = secondOf(all);
  if (twice !== undefined) throw fault('DUPLICATE_FIELD', `the feature ${shown(all[twice])} is in two inputs`).within('inputs');
};

const checkTensors = (key: 'inputs' | 'outputs', tensors: readonly (ModelInput | ModelOutput)[]): void => {
  const twice = secondOf(tensors.map((tensor) => tensor.name));
  if (twice !== undefined) throw fault('DUPLICATE_FIELD', `${shown(tensors[twice]?.name)} is named twice`).within('name').within(twice).within(key);
};

const checkGolden = ({ inputs, outputs, golden: rows }: Pick<ModelMetadata, 'inputs' | 'outputs' | 'golden'>): void => {
  const kinds = inputs.flatMap(({ datatype, features }) => features.map(() => (datatype === 'BYTES' ? 'string' : 'number')));
  const columns = outputs.reduce((sum, item) => sum + item.columns.length, 0);
  rows.forEach(({ row, output: answer }, index) => {
    const refuse = (key: string, problem: string): never => {
      throw fault('BAD_FIELD', problem).within(key).within(index).within('golden');
    };
    if (row.length !== kinds.length) refuse('row', `has ${row.length} values for ${kinds.length} features`);
    if (answer.length !== columns) refuse('output', `has ${answer.length} values for ${columns} columns`);
    const wrong = row.findIndex((item, at) => typeof item !== kinds[at]);
    if (wrong >= 0) refuse('row', `${shown(row[wrong])} is not a ${kinds[wrong] === 'string' ? 'text' : 'number'}, as feature ${wrong} is`);
  });
};
