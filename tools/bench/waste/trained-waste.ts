import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WASTE_NUMBERS, WASTE_TEXTS, type WasteFeatures } from '@ml/domain/features/waste-features';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { NODE_FLAGS } from '../../local/node-flags';
import type { KnownResource } from './made-up-accounts';

const TRAINER = 'dist/train.js';

/** Learns from rows as they are exported, by the trainer as anybody calls it; what it wrote is asked by ONNX Runtime. */
export const trainedWaste = async (rows: readonly KnownResource[]): Promise<(resources: readonly WasteFeatures[]) => Promise<readonly number[]>> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'ml-bench-'));
  try {
    const data = path.join(directory, 'ml_training_data.json');
    writeFileSync(data, JSON.stringify(rows.map(({ row, deleted }) => ({ ...row, user_action: deleted === 1 ? 'deleted' : 'kept' }))));
    const out = path.join(directory, 'model');
    execFileSync(process.execPath, [...NODE_FLAGS, TRAINER, 'waste', '--data', data, '--out', out, '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
    const session = await InferenceSession.create(path.join(out, 'model.onnx'));
    return (resources) => ask(session, resources);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const ask = async (session: InferenceSession, resources: readonly WasteFeatures[]): Promise<readonly number[]> => {
  const numbers = Float32Array.from(resources.flatMap((resource) => resource.numbers));
  const texts = resources.flatMap((resource) => resource.texts);
  const { predictions } = await session.run({
    numbers: new Tensor('float32', numbers, [resources.length, WASTE_NUMBERS.length]),
    texts: new Tensor('string', texts, [resources.length, WASTE_TEXTS.length]),
  });
  return Array.from(predictions?.data as Float32Array);
};
