import { ANOMALY_FEATURES, anomalyFeatures } from '@ml/domain/features/anomaly-features';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import { FOREST_DEFAULTS, trainForest } from '@ml/domain/training/isolation-forest';
import { areaUnderCurve } from '@ml/domain/quality/area-under-curve';
import { SECOND_MS } from '@ml/units/time';
import type { TrainArguments } from '../arguments';
import { anomalyWindows, withWindows } from '../data/anomaly-windows';
import type { UsageHistory } from '../data/usage-history';
import { readUsage } from '../data/usage-series';
import { tableOf, targetOf, type Dataset, type Examples } from '../dataset';
import { isBeaten } from '../measure/is-beaten';
import { columnOf, featureOf } from '../measure/column-of';
import { pairsOf, rocPicture } from '../measure/classification';
import { SAMPLE_END } from '../samples/sample-end';
import { sampleAnomalies } from '../samples/sample-anomalies';
import { splitByGroup } from '../split/split-rows';
import { TrainFault } from '../train-fault';
import type { Fitting, Judged, Kind, Verdict } from './kind';

const COLUMN = 'anomaly_score';
const MOST_ROWS = 200_000;

const load = async (given: TrainArguments): Promise<Examples> => {
  const { series, read, refused } = await readUsage(given, { exported: true });
  const windows = given.labels === null ? null : anomalyWindows(given.labels);
  const labelled = windows === null ? series : series.map((history) => withWindows(history, windows));
  const dataset = sampleRows(labelled);
  if (dataset.numbers.rows === 0) throw new TrainFault('no series is longer than a day');
  const known = labelled.filter(({ anomalous }) => anomalous !== null).length;
  return {
    dataset,
    isSample: false, knownAfterHours: 0,
    notes: [`${read.toLocaleString('en-US')} rows read, ${refused.toLocaleString('en-US')} refused; ${series.length.toLocaleString('en-US')} series, of ${known.toLocaleString('en-US')} somebody has said what was anomalous`],
  };
};

const sampleRows = (series: readonly UsageHistory[]): Dataset => {
  const total = series.reduce((sum, { cpu, memory }) => sum + Math.max(cpu.length, memory.length), 0);
  const stride = Math.max(1, Math.ceil(total / MOST_ROWS));
  const rows = series.flatMap((history) => {
    const samples = history.cpu.length > 0 ? history.cpu : history.memory;
    return Array.from({ length: Math.ceil(samples.length / stride) }, (_, index) => index * stride).flatMap((at) => {
      const features = anomalyFeatures({ samples, at, stepSeconds: history.stepSeconds });
      return features === null ? [] : [{ features, anomalous: history.anomalous?.[at] ?? Number.NaN, at: history.start + at * history.stepSeconds * SECOND_MS, group: history.name }];
    });
  });
  return {
    numbers: tableOf(ANOMALY_FEATURES, rows.map(({ features }) => features)),
    texts: [],
    targets: { anomalous: Float64Array.from(rows, ({ anomalous }) => anomalous) },
    at: Float64Array.from(rows, ({ at }) => at),
    groups: rows.map(({ group }) => group),
  };
};

/** Nobody tells the forest what is anomalous: it learns what is rare. A round is a tree. */
const fit = ({ train, options: { rounds, seed }, onRound }: Fitting): ModelExport => {
  const model = trainForest(train.numbers, { ...FOREST_DEFAULTS, trees: rounds, seed });
  for (let tree = 0; tree < rounds; tree += 1) onRound({ train: null, validation: null });
  return { name: 'anomaly_detector', inputs: { numbers: ANOMALY_FEATURES }, heads: [{ column: COLUMN, model }] };
};

const judge = (judged: Judged): Verdict => {
  const came = targetOf(judged.test, 'anomalous');
  const said = columnOf(judged, COLUMN);
  const deviations = featureOf(judged.test, 'from_day_mean').map(Math.abs);
  const known = came.map((mark, row) => (Number.isNaN(mark) ? -1 : row)).filter((row) => row >= 0);
  const marks = known.map((row) => came[row] ?? 0);
  const auc = areaUnderCurve(pairsOf(known.map((row) => said[row] ?? 0), marks));
  const naive = areaUnderCurve(pairsOf(known.map((row) => deviations[row] ?? 0), marks));
  const sorted = said.toSorted();
  const share = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return {
    metrics: { ...(auc === null ? {} : { auc }), score_p50: share(0.5), score_p95: share(0.95), score_p99: share(0.99) },
    baseline: { name: 'deviations from the mean of the last day (windowed Gaussian)', metrics: naive === null ? {} : { auc: naive }, beaten: auc !== null && naive !== null && isBeaten(1 - auc, 1 - naive) },
    by: 'auc',
    targets: [],
    pictures: auc === null ? [] : [rocPicture(known.map((row) => said[row] ?? 0), marks)],
  };
};

export const anomaly: Kind = {
  word: 'anomaly',
  modelType: 'anomaly_detector',
  task: 'anomaly',
  target: () => 'how unlike the day before it the newest sample of a series is: 0 to 100, about 50 is like any other',
  horizonHours: () => null,
  help: `--data      one row for each sample: timestamp, value (or cpu_usage_cores, memory_bytes), and series unless each file is one;
            anomalous (1 or 0) where somebody has said so: it judges, it does not teach; or an exported
            cloudwatch_metrics_history, each metric of each resource a series
--labels    windows by file name, as the Numenta Anomaly Benchmark has them
--rounds    trees of the forest (100)`,
  heads: 1,
  defaults: { rounds: 100, learningRate: 1, maxDepth: 8 },
  leastRows: 100,
  load,
  sample: (given) => ({
    dataset: sampleRows(sampleAnomalies({ seed: given.seed, end: given.now ?? SAMPLE_END })),
    isSample: true, knownAfterHours: 0,
    notes: ['sample data: 40 generated series over 14 days with spikes, drops, changes of level and bursts of noise'],
  }),
  split: (dataset, { seed }) => splitByGroup(dataset, seed),
  fit,
  judge,
};
