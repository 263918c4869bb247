import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { TrainArguments } from '../arguments';
import type { Kind } from '../kinds/kind';
import { reportPage } from '../report/report-page';
import { reportText } from '../report/report-text';
import type { Outcome } from '../train-model';
import { importanceCsv, importanceOf } from './importance';
import { modelMetadata } from './model-metadata';

export interface Written {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly model_type: string;
  readonly trained_until: string;
  readonly model: string;
  readonly metadata: string;
  readonly size_bytes: number;
  readonly parity: number;
  readonly metrics: ModelMetadata['metrics'];
  readonly baseline: ModelMetadata['baseline'];
  readonly safety_metrics: ModelMetadata['safety_metrics'] | null;
}

/** `models/trained/<name>_<time>/` unless another folder was asked for. */
export const outputFolder = (kind: Kind, { out, name }: TrainArguments): string =>
  path.resolve(out ?? path.join('models', 'trained', `${name ?? kind.modelType}_${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_')}`));

/** All files of one model. The same data, seed and options give the same bytes of `model.onnx` and `metadata.json`. */
export const writeModel = async (folder: string, outcome: Outcome): Promise<Written> => {
  const metadata = modelMetadata({ ...outcome, safety: outcome.safety === null ? null : blocksOf(outcome.safety) });
  const importance = importanceOf(outcome.model);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Uint8Array): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const files = { model: write('model.onnx', outcome.onnx), metadata: write('metadata.json', `${JSON.stringify(metadata, null, 1)}\n`) };
  write('feature_importance.csv', importanceCsv(importance));
  write('report.md', reportText({ outcome, metadata, importance }));
  write('report.html', reportPage({ outcome, metadata, importance }));
  const { given, kind, onnx, parity } = outcome;
  return {
    ...{ folder, ...files, parity, size_bytes: onnx.length, metrics: metadata.metrics, baseline: metadata.baseline },
    name: given.name ?? kind.modelType,
    version: given.version ?? metadata.trained_until,
    model_type: kind.modelType,
    trained_until: metadata.trained_until,
    safety_metrics: metadata.safety_metrics ?? null,
  };
};

const blocksOf = ({ safety_config, feedback_config, risk_formula, safety_metrics }: NonNullable<Outcome['safety']>) => ({ safety_config, feedback_config, risk_formula, safety_metrics });
