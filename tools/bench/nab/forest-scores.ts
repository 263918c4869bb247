import { ANOMALY_FEATURES, anomalyFeatures } from '@ml/domain/features/anomaly-features';
import { FOREST_DEFAULTS, scoreForest, trainForest } from '@ml/domain/training/isolation-forest';
import type { Table } from '@ml/domain/training/table';
import { NAB_SAMPLES_PER_DAY, type NabSeries } from './nab-series';

const DAY_SECONDS = 86_400;

/** What an `anomaly_detector` of the trainer says: an isolation forest over the other series, asked about this one. */
export const forestScores = (series: NabSeries, others: readonly NabSeries[]): Float64Array => {
  const forest = trainForest(tableOf(others.flatMap(({ samples }) => featuresOf(samples).filter((row) => row !== null))), FOREST_DEFAULTS);
  const rows = featuresOf(series.samples);
  const said = scoreForest(forest, tableOf(rows.filter((row) => row !== null)));
  let next = 0;
  return Float64Array.from(rows, (row) => (row === null ? Number.NaN : (said[next++] ?? Number.NaN)));
};

const featuresOf = (samples: Float64Array): readonly (readonly number[] | null)[] =>
  Array.from(samples, (_, at) => anomalyFeatures({ samples, at, stepSeconds: DAY_SECONDS / NAB_SAMPLES_PER_DAY }));

const tableOf = (rows: readonly (readonly number[])[]): Table => ({
  features: ANOMALY_FEATURES,
  rows: rows.length,
  columns: ANOMALY_FEATURES.map((_, column) => Float32Array.from(rows, (row) => row[column] ?? Number.NaN)),
});
