import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import { inheritedEnv } from './inherited-env';

/** A model as the trainer leaves it. */
export interface TrainedModel {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly metadata: ModelMetadata;
}

export interface ExampleTraining {
  readonly root: string;
  /** The kind, and what is said about it. */
  readonly args: readonly string[];
  readonly out: string;
  readonly name: string;
  readonly version: string;
}

/** Trains in a process of its own. @throws Error when the trainer refuses */
export const trainExample = async ({ root, args, out, name, version }: ExampleTraining): Promise<TrainedModel> => {
  const child = spawn(process.execPath, [path.join(root, 'dist/train.js'), ...args, '--out', out, '--name', name, '--version', version], { stdio: 'inherit', env: inheritedEnv(process.env), cwd: root });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the trainer ended with ${code ?? 'a signal'}`);
  return {
    file: new Uint8Array(readFileSync(path.join(out, 'model.onnx'))),
    metadata: JSON.parse(readFileSync(path.join(out, 'metadata.json'), 'utf8')) as ModelMetadata,
  };
};
