import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { areaUnderCurve } from '@ml/domain/quality/area-under-curve';
import { numberQuality } from '@ml/domain/quality/number-quality';
import type { Pair } from '@ml/domain/quality/pair';
import { NODE_FLAGS } from '../local/node-flags';
import type { Figure } from './figure';
import { median } from './statistics';
import { trainingRows, type TrainingRows } from './training/training-data';
import { HELD_OUT, OBJECTIVES, OPTIONS, ROWS, SEED, type Objective, type Trained } from './training/training-setup';
import { missingXgboost, trainXgboost } from './training/xgboost';

const CHILD = 'dist/tools/bench-training.js';
/** Processes that each train once; ours and XGBoost's take turns. */
const ROUNDS = 3;
const MOST_TIMES = 4;
const MOST_WORSE_PCT = 1;
const MOST_APART = 1e-5;

/** Our trainer beside XGBoost: the same made-up rows, the same options, one thread each, in processes of their own. */
export const training = (): Promise<readonly Figure[]> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'ml-bench-'));
  try {
    const rows = trainingRows(ROWS + HELD_OUT, SEED);
    const missing = missingXgboost();
    if (missing !== undefined) process.stderr.write(`XGBoost is left out: ${missing}\n`);
    return Promise.resolve(OBJECTIVES.flatMap((objective) => figuresOf(objective, { rows, directory, missing })));
  } finally {
    rmSync(directory, { recursive: true });
  }
};

interface Setting {
  readonly rows: TrainingRows;
  readonly directory: string;
  /** Why there is nothing to compare with. */
  readonly missing: string | undefined;
}

const trainOurs = (objective: Objective, directory: string): Trained =>
  JSON.parse(execFileSync(process.execPath, [...NODE_FLAGS, CHILD, objective, path.join(directory, `ours-${objective}`)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as Trained;

const figuresOf = (objective: Objective, { rows, directory, missing }: Setting): readonly Figure[] => {
  const pairs = Array.from({ length: ROUNDS }, () => ({ ours: trainOurs(objective, directory), theirs: missing === undefined ? trainXgboost(objective, rows, directory) : undefined }));
  const [{ ours, theirs } = { ours: undefined, theirs: undefined }] = pairs;
  if (ours === undefined) return [];
  const name = `training ${ROWS.toLocaleString('en-US')} x ${rows.table.features.length}, ${OPTIONS.rounds} rounds, depth ${OPTIONS.maxDepth}, ${objective === 'squared' ? 'squared error' : 'log-loss'}`;
  const note = `median of ${ROUNDS} fresh processes, ${ours.by}`;
  const figures: Figure[] = [
    { name, value: median(pairs.map((pair) => pair.ours.seconds)), unit: 's CPU', note },
    { name: 'the same, peak memory of the process', value: Math.max(...pairs.map((pair) => pair.ours.peakMib)), unit: 'MiB RSS', note: 'with the rows that are held out' },
    { name: 'the same, onnxruntime on the exported model', value: ours.apart ?? Number.NaN, unit: 'apart', bar: { at: 'most', value: MOST_APART }, note: `largest difference, relative above 1, of ${HELD_OUT.toLocaleString('en-US')} rows` },
  ];
  if (theirs === undefined) return [...figures, { name: 'the same, against XGBoost', value: Number.NaN, unit: '', note: `left out: ${missing ?? ''}` }];
  return [...figures, timesOf(pairs), qualityOf(objective, rows, [ours, theirs])];
};

const timesOf = (pairs: readonly { readonly ours: Trained; readonly theirs: Trained | undefined }[]): Figure => {
  const theirs = median(pairs.map((pair) => pair.theirs?.seconds ?? Number.NaN));
  const value = median(pairs.map((pair) => pair.ours.seconds / (pair.theirs?.seconds ?? Number.NaN)));
  return { name: 'the same, against XGBoost with one thread', value, unit: 'x', bar: { at: 'most', value: MOST_TIMES }, note: `${pairs[0]?.theirs?.by ?? ''} hist: ${theirs.toFixed(2)} s CPU, its copying of the rows not counted` };
};

/** By how much we are worse, in percent; below 0 we are better. */
const qualityOf = (objective: Objective, rows: TrainingRows, [ours, theirs]: readonly [Trained, Trained]): Figure => {
  const [mine, other] = [ours, theirs].map(({ file }) => MEASURES[objective](pairsOf(saidIn(file), rows[objective].subarray(ROWS)))) as [number, number];
  const worse = objective === 'squared' ? mine / other - 1 : 1 - mine / other;
  const note = `ours ${mine.toFixed(5)}, XGBoost's ${other.toFixed(5)}, on ${HELD_OUT.toLocaleString('en-US')} rows that were held out; below 0 is better`;
  return { name: `the same, ${objective === 'squared' ? 'RMSE' : 'AUC'} worse than XGBoost's by`, value: 100 * worse, unit: '%', bar: { at: 'most', value: MOST_WORSE_PCT }, note };
};

const MEASURES = {
  squared: (pairs: readonly Pair[]): number => numberQuality(pairs).rmse ?? Number.NaN,
  logistic: (pairs: readonly Pair[]): number => areaUnderCurve(pairs) ?? Number.NaN,
} as const;

const pairsOf = (said: Float64Array, target: Float64Array): readonly Pair[] => Array.from(said, (predicted, row) => ({ predicted, actual: target[row] ?? Number.NaN }));

const saidIn = (file: string): Float64Array => new Float64Array(new Uint8Array(readFileSync(file)).buffer);
