import { classQuality } from '@ml/domain/quality/class-quality';

export interface ClassScore {
  /** Percent. */
  readonly accuracy: number;
  readonly auc: number;
  readonly logLoss: number;
}

/** Keeps the logarithm finite. */
const HAIR = 1e-6;

/** Of probabilities beside what came. */
export const classScore = (said: readonly number[], came: readonly (0 | 1)[]): ClassScore => {
  const { accuracy, auc } = classQuality(came.map((actual, at) => ({ predicted: said[at] ?? 0.5, actual })));
  const loss = came.reduce<number>((sum, actual, at) => {
    const chance = Math.min(1 - HAIR, Math.max(HAIR, said[at] ?? 0.5));
    return sum - Math.log(actual === 1 ? chance : 1 - chance);
  }, 0);
  return { accuracy: 100 * (accuracy ?? Number.NaN), auc: auc ?? Number.NaN, logLoss: loss / came.length };
};
