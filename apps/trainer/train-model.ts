import { BOOST_DEFAULTS } from '@ml/domain/training/boost-options';
import { exportModel } from '@ml/domain/training/export/export-model';
import { predictExport } from '@ml/domain/training/export/predict-export';
import type { RoundLoss } from '@ml/domain/training/train-boosted';
import type { TrainArguments } from './arguments';
import { subset, type Dataset, type Examples } from './dataset';
import { featureTable } from './fit/feature-table';
import type { Fitting, Kind, Verdict } from './kinds/kind';
import { goldenRows } from './output/golden-rows';
import type { Trained } from './output/model-metadata';
import { checkParity } from './output/parity';
import { safetyReport, type SafetyReport } from './safety/safety-report';
import type { Split } from './split/split-rows';
import { TrainFault } from './train-fault';

export interface Outcome extends Omit<Trained, 'safety'> {
  readonly onnx: Uint8Array;
  /** Largest difference between the file and the trainer, |a - b| / max(1, |b|). */
  readonly parity: number;
  /** Rows by side of the split. */
  readonly rows: Readonly<Record<keyof Split, number>>;
  readonly safety: SafetyReport | null;
}

/** Rows on which the file is compared with the trainer, besides the golden ones. */
const COMPARED_ROWS = 4_096;

const LEAST_GOLDEN = 16;

/** Examples in, a checked model out; nothing is written yet. @throws TrainFault */
export const trainModel = async (kind: Kind, given: TrainArguments, onRound: (loss: RoundLoss) => void): Promise<Outcome> => {
  const examples = await (given.data.length === 0 ? kind.sample(given) : kind.load(given));
  const { dataset } = examples;
  if (dataset.numbers.rows < kind.leastRows) throw new TrainFault(`${dataset.numbers.rows.toLocaleString('en-US')} examples are too few: ${kind.word} needs ${kind.leastRows.toLocaleString('en-US')} at least`);
  const split = kind.split(dataset, given);
  const [train, validation, test] = [subset(dataset, split.train), subset(dataset, split.validation), subset(dataset, split.test)];
  requireSides(split);
  const options = optionsOf(kind, given);
  const model = kind.fit({ train, validation, options, onRound });
  const onnx = exportModel(model);
  // A registry wants 16; where few rows judge, others will do: they show what is computed, not how good it is.
  const golden = goldenRows(model, test.numbers.rows < LEAST_GOLDEN ? dataset : test);
  const parity = Math.max(await checkParity(onnx, model, golden), await checkParity(onnx, model, comparison(model, test)));
  const said = predictExport(model, featureTable(test, model.inputs));
  const verdict: Verdict = kind.judge({ test, train, columns: model.heads.map(({ column }) => column), said });
  return {
    ...{ kind, given, examples, train, model, golden, verdict, onnx, parity },
    hyperparameters: namedOptions(options),
    rows: { train: split.train.length, validation: split.validation.length, test: split.test.length },
    safety: safetyOf(examples, given),
  };
};

const requireSides = ({ train, test }: Split): void => {
  if (train.length === 0 || test.length === 0) {
    throw new TrainFault(`of ${(train.length + test.length).toLocaleString('en-US')} examples none is left to ${train.length === 0 ? 'learn from' : 'judge by'}: the data need a longer time or more groups`);
  }
};

const optionsOf = ({ defaults }: Kind, { rounds, depth, learningRate, seed }: TrainArguments): Fitting['options'] => ({
  ...BOOST_DEFAULTS,
  ...defaults,
  minChildWeight: 20,
  seed,
  rounds: rounds ?? defaults.rounds,
  maxDepth: depth ?? defaults.maxDepth,
  learningRate: learningRate ?? defaults.learningRate,
});

const namedOptions = ({ rounds, maxDepth, learningRate, minChildWeight, lambda, maxBins }: Fitting['options']): Trained['hyperparameters'] => ({
  ...{ rounds, max_depth: maxDepth, learning_rate: learningRate, min_child_weight: minChildWeight, lambda, max_bins: maxBins },
});

const comparison = (model: Outcome['model'], test: Dataset): { readonly rows: Dataset; readonly said: Float64Array } => {
  const count = Math.min(COMPARED_ROWS, test.numbers.rows);
  const rows = subset(test, Int32Array.from({ length: count }, (_, at) => Math.floor((at * test.numbers.rows) / count)));
  return { rows, said: predictExport(model, featureTable(rows, model.inputs)) };
};

const safetyOf = ({ pools }: Examples, { instanceHours }: TrainArguments): SafetyReport | null => (pools === undefined || pools.length === 0 ? null : safetyReport(pools, instanceHours));
