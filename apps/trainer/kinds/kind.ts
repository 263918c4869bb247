import type { ModelTask, ModelType } from '@ml/contracts/model-metadata';
import type { BoostOptions } from '@ml/domain/training/boost-options';
import type { RoundLoss } from '@ml/domain/training/train-boosted';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import type { TrainArguments } from '../arguments';
import type { Dataset, Examples } from '../dataset';
import type { Split } from '../split/split-rows';
import type { KindWord } from './kind-words';

export interface Parts {
  readonly train: Dataset;
  readonly validation: Dataset;
}

export interface Fitting extends Parts {
  readonly options: Omit<BoostOptions, 'objective'>;
  readonly onRound: (loss: RoundLoss) => void;
}

/** What the model says of rows that it never saw, row after row. */
export interface Judged {
  readonly test: Dataset;
  readonly columns: readonly string[];
  readonly said: Float64Array;
  /** To learn a naive rule from. */
  readonly train: Dataset;
}

export type Metrics = Readonly<Record<string, number>>;

export interface Target {
  readonly text: string;
  readonly met: boolean;
  /** Whether the naive rule meets it as well: then meeting it says little. */
  readonly naiveMet: boolean;
}

/** Two lists that belong together, for a picture. */
export interface Points {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** A line of points, or a cloud of them. */
  readonly form: 'line' | 'cloud';
}

export interface Verdict {
  readonly metrics: Metrics;
  readonly baseline: { readonly name: string; readonly metrics: Metrics; readonly beaten: boolean };
  /** What nobody can do better than, where the data were generated and it is known. */
  readonly limit?: Metrics;
  /** The metric by which `beaten` is said. */
  readonly by: string;
  readonly targets: readonly Target[];
  readonly pictures: readonly Points[];
}

/** One thing that can be trained. */
export interface Kind {
  readonly word: KindWord;
  readonly modelType: ModelType;
  readonly task: ModelTask;
  /** What one row of output means, unit included. */
  readonly target: (given: TrainArguments) => string;
  readonly horizonHours: (given: TrainArguments) => number | null;
  /** What `--help` says of the data. */
  readonly help: string;
  /** Ensembles that are trained one after the other. */
  readonly heads: number;
  readonly defaults: Pick<BoostOptions, 'rounds' | 'learningRate' | 'maxDepth'>;
  /** Examples at least. */
  readonly leastRows: number;
  readonly load: (given: TrainArguments) => Promise<Examples>;
  readonly sample: (given: TrainArguments) => Examples;
  readonly split: (dataset: Dataset, given: TrainArguments) => Split;
  readonly fit: (fitting: Fitting) => ModelExport;
  readonly judge: (judged: Judged) => Verdict;
}
