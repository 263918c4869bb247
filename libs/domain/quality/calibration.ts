import type { Pair } from './pair';

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean predicted probability. */
  readonly predicted: number;
  /** Share that came. */
  readonly observed: number;
}

const TENTHS = 10;

/** Ten bins of equal width; 1 belongs to the last. Bins in which nothing fell are left out. */
export const calibrationOf = (pairs: readonly Pair[]): readonly CalibrationBin[] => {
  const bins = Array.from({ length: TENTHS }, () => ({ count: 0, predicted: 0, observed: 0 }));
  for (const { predicted, actual } of pairs) {
    const bin = bins[Math.min(TENTHS - 1, Math.max(0, Math.floor(predicted * TENTHS)))];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.predicted += predicted;
    bin.observed += actual;
  }
  return bins
    .map(({ count, predicted, observed }, index) => ({ from: index / TENTHS, to: (index + 1) / TENTHS, count, predicted: predicted / count, observed: observed / count }))
    .filter(({ count }) => count > 0);
};
