import type { BoostOptions } from '@ml/domain/training/boost-options';
import type { Head, HeadStep, ModelExport } from '@ml/domain/training/export/model-export';
import { trainBoosted } from '@ml/domain/training/train-boosted';
import type { Dataset } from '../dataset';
import type { Fitting } from '../kinds/kind';
import { TrainFault } from '../train-fault';
import { featureTable } from './feature-table';

export interface HeadPlan {
  readonly column: string;
  readonly objective: BoostOptions['objective'];
  readonly quantile?: number;
  readonly inputs: Pick<ModelExport['inputs'], 'texts' | 'ratios'>;
  /** What the trees learn of each row; `steps` make the answer of it. */
  readonly learned: (dataset: Dataset) => Float64Array;
  readonly steps?: readonly HeadStep[];
}

const PATIENCE = 30;
/** The loss of fewer rows falls and rises by chance. */
const LEAST_ROWS = 200;

/** Boosted trees for one column of output. */
export const boostedHead = ({ train, validation, options, onRound }: Fitting, { column, objective, quantile, inputs, learned, steps }: HeadPlan): Head => {
  const target = learned(train);
  if (objective === 'logistic' && target.every((label) => label === target[0])) throw new TrainFault(`of all examples to learn from it is said that they are ${String(target[0])}: both answers, 1 and 0, are needed`);
  const model = trainBoosted(
    {
      table: featureTable(train, inputs),
      target,
      validation: validation.numbers.rows < LEAST_ROWS ? undefined : { table: featureTable(validation, inputs), target: learned(validation) },
    },
    { ...options, objective, ...(quantile === undefined ? {} : { quantile }), earlyStoppingRounds: PATIENCE },
    (_, loss) => {
      onRound(loss);
    },
  );
  return { column, model, ...(steps === undefined ? {} : { steps }) };
};
