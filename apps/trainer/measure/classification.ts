import { classQuality } from '@ml/domain/quality/class-quality';
import type { Pair } from '@ml/domain/quality/pair';
import type { Metrics, Points } from '../kinds/kind';

export const pairsOf = (said: Float64Array, came: Float64Array): readonly Pair[] => Array.from(came, (actual, row) => ({ predicted: said[row] ?? Number.NaN, actual }));

/** Keeps the logarithm finite when a probability was 0 or 1. */
const HAIR = 1e-6;

/** Of probabilities beside what came, 1 or 0. */
export const classMetrics = (said: Float64Array, came: Float64Array): Metrics => {
  const { auc, accuracy, precision, recall, f1_score, brier_score } = classQuality(pairsOf(said, came));
  const loss = came.reduce((sum, actual, row) => {
    const chance = Math.min(1 - HAIR, Math.max(HAIR, said[row] ?? 0.5));
    return sum - Math.log(actual === 1 ? chance : 1 - chance);
  }, 0);
  return known({ auc, brier: brier_score, log_loss: loss / came.length, accuracy, precision, recall, f1: f1_score });
};

const known = (metrics: Readonly<Record<string, number | null>>): Metrics => Object.fromEntries(Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== null));

const THRESHOLDS = 101;

/** True against false positives, threshold by threshold. */
export const rocPicture = (said: Float64Array, came: Float64Array): Points => {
  const sorted = said.toSorted();
  const thresholds = Array.from({ length: THRESHOLDS }, (_, at) => sorted[Math.round((at * (sorted.length - 1)) / (THRESHOLDS - 1))] ?? 0).reverse();
  const positives = came.reduce((sum, actual) => sum + actual, 0);
  const points = thresholds.map((threshold) => {
    let [caught, alarmed] = [0, 0];
    for (let row = 0; row < came.length; row += 1) {
      if ((said[row] ?? 0) < threshold) continue;
      if (came[row] === 1) caught += 1;
      else alarmed += 1;
    }
    return { x: alarmed / Math.max(1, came.length - positives), y: caught / Math.max(1, positives) };
  });
  return { title: 'ROC', xLabel: 'false positive rate', yLabel: 'true positive rate', form: 'line', x: [0, ...points.map(({ x }) => x), 1], y: [0, ...points.map(({ y }) => y), 1] };
};

/** Said and seen probability by tenths. */
export const calibrationPicture = (said: Float64Array, came: Float64Array): Points => {
  const { calibration } = classQuality(pairsOf(said, came));
  return { title: 'Calibration', xLabel: 'predicted probability', yLabel: 'share that came', form: 'line', x: calibration.map(({ predicted }) => predicted), y: calibration.map(({ observed }) => observed) };
};
