import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { TrainArguments } from '../arguments';
import type { Kind } from '../kinds/kind';
import { reportPage } from '../report/report-page';
import { reportText } from '../report/report-text';
import { TrainFault } from '../train-fault';
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
export const outputFolder = (kind: Kind, { out, name }: TrainArguments): string => {
  const folder = path.resolve(out ?? path.join('models', 'trained', `${name ?? kind.modelType}_${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_')}`));
  // Said before the training, not after it.
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there !== undefined && !there.isDirectory()) throw new TrainFault(`--out ${folder} is no folder`);
  return folder;
};

/** All files of one model, or none. The same data, seed and options give the same bytes of `model.onnx` and `metadata.json`. @throws TrainFault */
export const writeModel = (folder: string, outcome: Outcome): Written => {
  const metadata = modelMetadata({ ...outcome, safety: outcome.safety === null ? null : blocksOf(outcome.safety) });
  const importance = importanceOf(outcome.model);
  writeTogether(folder, {
    'model.onnx': outcome.onnx,
    'metadata.json': `${JSON.stringify(metadata, null, 1)}\n`,
    'feature_importance.csv': importanceCsv(importance),
    'report.md': reportText({ outcome, metadata, importance }),
    'report.html': reportPage({ outcome, metadata, importance }),
  });
  const { given, kind, onnx, parity } = outcome;
  return {
    ...{ folder, model: path.join(folder, 'model.onnx'), metadata: path.join(folder, 'metadata.json'), parity, size_bytes: onnx.length, metrics: metadata.metrics, baseline: metadata.baseline },
    name: given.name ?? kind.modelType,
    version: given.version ?? metadata.trained_until,
    model_type: kind.modelType,
    trained_until: metadata.trained_until,
    safety_metrics: metadata.safety_metrics ?? null,
  };
};

const blocksOf = ({ safety_config, feedback_config, risk_formula, safety_metrics }: NonNullable<Outcome['safety']>) => ({ safety_config, feedback_config, risk_formula, safety_metrics });

/** Whole files only, also when the command is ended or the disk is full meanwhile: they get their names when all are there. */
const writeTogether = (folder: string, files: Readonly<Record<string, string | Uint8Array>>): void => {
  const part = path.join(folder, `.part-${String(process.pid)}`);
  try {
    mkdirSync(part, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(part, name), content);
    for (const name of Object.keys(files)) renameSync(path.join(part, name), path.join(folder, name));
  } catch (cause) {
    throw new TrainFault(`${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
};
