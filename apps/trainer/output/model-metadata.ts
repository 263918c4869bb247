import type { FeedbackConfig, ModelMetadata, RiskFormula, SafetyConfig, SafetyMetrics } from '@ml/contracts/model-metadata';
import { NUMBERS_INPUT, PREDICTIONS_OUTPUT, TEXTS_INPUT, type ModelExport } from '@ml/domain/training/export/model-export';
import { HOUR_MS } from '@ml/units/time';
import type { TrainArguments } from '../arguments';
import type { Dataset, Examples } from '../dataset';
import type { Kind, Verdict } from '../kinds/kind';
import type { Golden } from './golden-rows';
import { goldenTolerance } from './golden-tolerance';
import { referenceSamples } from './reference-samples';

export interface SafetyBlocks {
  readonly safety_config: SafetyConfig;
  readonly feedback_config: FeedbackConfig;
  readonly risk_formula: RiskFormula;
  readonly safety_metrics: SafetyMetrics;
}

export interface Trained {
  readonly kind: Kind;
  readonly given: TrainArguments;
  readonly examples: Examples;
  readonly train: Dataset;
  readonly model: ModelExport;
  readonly golden: Golden;
  readonly verdict: Verdict;
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>;
  readonly safety: SafetyBlocks | null;
}

/** What is sent with the file. Nothing in it comes from the clock: the same data and seed give the same bytes. */
export const modelMetadata = ({ kind, given, examples, train, model, golden, verdict, hyperparameters, safety }: Trained): ModelMetadata => {
  const newest = examples.dataset.at.reduce((latest, at) => Math.max(latest, at), 0) + examples.knownAfterHours * HOUR_MS;
  const { numbers, texts = [] } = model.inputs;
  const inputs = [
    { name: NUMBERS_INPUT, datatype: 'FP32', features: numbers } as const,
    { name: TEXTS_INPUT, datatype: 'BYTES', features: texts.map(({ name }) => name) } as const,
  ];
  return {
    schema: 1,
    model_type: kind.modelType,
    task: kind.task,
    target: kind.target(given),
    trained_until: new Date(newest).toISOString().slice(0, 10),
    trained_at: new Date(given.now ?? newest).toISOString(),
    horizon_hours: kind.horizonHours(given),
    inputs: inputs.filter(({ features }) => features.length > 0),
    outputs: [{ name: PREDICTIONS_OUTPUT, datatype: 'FP32', columns: model.heads.map(({ column }) => column) }],
    golden: golden.golden,
    tolerance: goldenTolerance(golden.golden),
    reference: referenceSamples(train.numbers),
    metrics: finite(verdict.metrics),
    baseline: { ...verdict.baseline, metrics: finite(verdict.baseline.metrics) },
    training: { rows: train.numbers.rows, seed: given.seed, hyperparameters: { ...hyperparameters, sample_data: examples.isSample } },
    ...safety,
  };
};

/** JSON has no NaN: what is not defined on these rows is left out. */
const finite = (metrics: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
