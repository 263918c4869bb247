import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMetadata } from '@ml/domain/models/read-metadata';
import { checkInterface } from '@ml/domain/onnx/check-interface';
import { readHeader } from '@ml/domain/onnx/read-header';
import { readArguments, type TrainArguments } from './arguments';
import { KIND_WORDS, type KindWord } from './kinds/kind-words';
import { KINDS } from './kinds/kinds';
import { checkParity } from './output/parity';
import { writeModel } from './output/write-model';
import { consoleLines } from './report/console-lines';
import { trainModel } from './train-model';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'trained-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

const asked = (words: string): TrainArguments => {
  const given = readArguments(words.split(' '));
  if ('help' in given) throw new Error('help was asked for');
  return given;
};
const quickly = (kind: KindWord, more = ''): ReturnType<typeof trainModel> => trainModel(KINDS[kind], asked(`${kind} --rounds 4 --depth 3 --instances m5.large,c5.large${more}`), () => undefined);
const textOf = (name: string, file: string): string => readFileSync(path.join(FOLDER, name, file), 'utf8');

describe.each(KIND_WORDS)('a model of %s', (word) => {
  it('is trained on sample data, is what onnxruntime says and what the registry takes, and is written with all that goes with it', async () => {
    const outcome = await quickly(word);
    expect(outcome.parity).toBeLessThanOrEqual(1e-5);
    const written = writeModel(path.join(FOLDER, word), outcome);
    const metadata = readMetadata(JSON.parse(textOf(word, 'metadata.json')) as Readonly<Record<string, unknown>>);
    expect(metadata.model_type).toBe(KINDS[word].modelType);
    const { onnx } = outcome;
    checkInterface(readHeader({ size: onnx.length, read: (offset, length) => onnx.subarray(offset, offset + length) }), metadata);
    expect(metadata.golden.length).toBeGreaterThanOrEqual(16);
    expect(metadata.training.hyperparameters['sample_data']).toBe(true);
    expect(Object.keys(metadata.reference)).toEqual(metadata.inputs[0]?.features);
    expect(metadata.safety_metrics === undefined).toBe(!word.startsWith('spot'));
    expect(textOf(word, 'feature_importance.csv')).toMatch(/^feature,importance\n/);
    expect(textOf(word, 'report.md')).toContain('sample data');
    expect(textOf(word, 'report.html')).toContain('Trained on sample data');
    if (word === 'spot-price') expect(textOf(word, 'report.md')).toContain('- target R2 above 0.85: met (met by the naive rule too)');
    expect(textOf(word, 'report.html')).toMatch(/<svg[\s\S]*<\/html>\n$/);
    expect(consoleLines(outcome, written, false).join('\n')).toContain(`-F model_type=${KINDS[word].modelType}`);
  });
});

describe('training', () => {
  it.each([
    [720, '30 days'],
    [36, '36 hours'],
    [24, '24 hours'],
  ])('of usage %d hours ahead says so', (horizon, words) => {
    expect(KINDS['resource-usage'].target(asked(`resource-usage --horizon ${String(horizon)}`))).toContain(`over the next ${words} as`);
  });

  it('gives the same bytes for the same seed and data, and others for another seed', async () => {
    const bytes = async (name: string, more: string): Promise<readonly string[]> => {
      writeModel(path.join(FOLDER, name), await quickly('spot-price', more));
      return [textOf(name, 'model.onnx'), textOf(name, 'metadata.json')];
    };
    const [one, again, other] = [await bytes('one', ' --seed 5'), await bytes('again', ' --seed 5'), await bytes('other', ' --seed 6')];
    expect(again).toEqual(one);
    expect(other[0]).not.toBe(one[0]);
  });

  it('is refused when the file does not say what the trainer says', async () => {
    const { onnx, model, golden } = await quickly('spot-interruption');
    const wrong = golden.said.map((value, row) => (row === 3 ? value + 0.0001 : value));
    await expect(checkParity(onnx, model, { rows: golden.rows, said: wrong })).rejects.toThrow('it is not written');
  });

  it('is refused with too little to learn from', async () => {
    await expect(quickly('spot-price', ' --horizon 2000')).rejects.toThrow('0 examples are too few: spot-price needs 200 at least');
  });

  it('of an instance type that nobody knows asks for another', async () => {
    await expect(trainModel(KINDS['spot-price'], asked('spot-price --instances x9.large'), () => undefined)).rejects.toThrow('no price of x9.large in us-east-1');
  });
});
