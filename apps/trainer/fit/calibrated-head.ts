import type { Head, ModelExport } from '@ml/domain/training/export/model-export';
import { predictBoosted } from '@ml/domain/training/predict-boosted';
import type { Dataset } from '../dataset';
import { featureTable } from './feature-table';

/** Fewer rows say less about a tenth of them than the trees do. */
const LEAST_ROWS = 200;

interface Calibration {
  readonly validation: Dataset;
  readonly inputs: Pick<ModelExport['inputs'], 'texts' | 'ratios'>;
  readonly quantile: number;
  readonly learned: (dataset: Dataset) => Float64Array;
}

/**
 * Moves a quantile by what rows that were not learned from show: trees fit their own rows too closely, and their intervals come out too narrow.
 * Conformalised quantile regression (Romano, Patterson and Candes 2019), each side for itself.
 */
export const calibratedHead = (head: Head, { validation, inputs, quantile, learned }: Calibration): Head => {
  if (!('base' in head.model) || validation.numbers.rows < LEAST_ROWS) return head;
  const said = predictBoosted(head.model, featureTable(validation, inputs));
  const apart = learned(validation)
    .map((came, row) => came - (said[row] ?? 0))
    .sort();
  const offset = apart[Math.min(apart.length - 1, Math.floor(quantile * apart.length))] ?? 0;
  return { ...head, steps: [{ kind: 'scale', factor: 1, offset }, ...(head.steps ?? [])] };
};
