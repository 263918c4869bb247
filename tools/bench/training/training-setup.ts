import { BOOST_DEFAULTS, type BoostOptions } from '@ml/domain/training/boost-options';

/** What is trained, by us and by XGBoost. */
export const ROWS = 100_000;
export const HELD_OUT = 25_000;
export const SEED = 1;
export const OBJECTIVES = ['squared', 'logistic'] as const;
export type Objective = (typeof OBJECTIVES)[number];
export const OPTIONS: BoostOptions = { ...BOOST_DEFAULTS, rounds: 200, maxDepth: 6 };

/** What a training process says: processor time of the training alone, in seconds. */
export interface Trained {
  readonly seconds: number;
  readonly peakMib: number;
  /** Of the rows that were held out, in the file that was named. */
  readonly file: string;
  /** Largest |a - b| / max(1, |b|) to what onnxruntime says of the exported model on those rows; null when nobody looked. */
  readonly apart: number | null;
  readonly by: string;
}
