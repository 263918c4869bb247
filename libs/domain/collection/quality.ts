import type { DatasetQuality } from '@ml/contracts/datasets';
import type { Dataset } from './dataset';

/** What was counted of one dataset. */
export interface QualityCounts {
  readonly rows: number;
  /** By critical column. */
  readonly nulls: Readonly<Record<string, number>>;
  /** By column that has bounds. */
  readonly out_of_range: Readonly<Record<string, number>>;
  /** Rows that say what another one says. */
  readonly duplicates: number;
}

/** For people: it stands in every manifest. */
export const SCORE_FORMULA = 'score = 100 x (1 - (nulls in critical columns + values out of range + duplicates) / rows), 0 at least; only what has no fault at all gets 100';

const WHOLE = 100;
const HUNDREDTHS = 100;

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((all, count) => all + count, 0);

/** 0 to 100, to hundredths, rounded down so that 100 means no fault. Nothing has no faults. */
export const qualityScore = ({ rows, nulls, out_of_range, duplicates }: QualityCounts): number => {
  const faults = sum(nulls) + sum(out_of_range) + duplicates;
  if (faults <= 0) return WHOLE;
  return rows <= 0 ? 0 : Math.max(0, Math.floor(WHOLE * HUNDREDTHS * (1 - faults / rows)) / HUNDREDTHS);
};

export const describeQuality = (dataset: Dataset, counts: QualityCounts): DatasetQuality => ({ dataset: dataset.name, ...counts, score: qualityScore(counts) });

/** Of several datasets: each row counts alike. Nothing has no faults. */
export const overallScore = (qualities: readonly Pick<DatasetQuality, 'rows' | 'score'>[]): number => {
  const rows = qualities.reduce((all, quality) => all + quality.rows, 0);
  if (rows === 0) return WHOLE;
  return Math.floor((HUNDREDTHS * qualities.reduce((all, quality) => all + quality.rows * quality.score, 0)) / rows) / HUNDREDTHS;
};
