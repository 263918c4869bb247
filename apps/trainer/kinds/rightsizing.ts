import { NODE_FEATURES, nodeFeatures } from '@ml/domain/features/node-features';
import { usageRow } from '@ml/engine-kernel/usage-features';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import type { TrainArguments } from '../arguments';
import type { UsageHistory } from '../data/usage-history';
import { readUsage } from '../data/usage-series';
import { p95Of, usageWindows, type UsageWindowAt } from '../data/usage-windows';
import { tableOf, targetOf, type Dataset, type Examples } from '../dataset';
import { boostedHead } from '../fit/boosted-head';
import { isBeaten } from '../measure/is-beaten';
import { columnOf, featureOf } from '../measure/column-of';
import { regressionMetrics } from '../measure/regression';
import { cloudOf } from '../report/cloud-of';
import { SAMPLE_END } from '../samples/sample-end';
import { sampleUsage } from '../samples/sample-usage';
import { splitByGroup } from '../split/split-rows';
import { TrainFault } from '../train-fault';
import { periodText } from './period-text';
import type { Fitting, Judged, Kind, Metrics, Verdict } from './kind';

const HORIZON_HOURS = 30 * 24;
/** Whole and more than whole: a burstable machine may use more than its share. */
const MOST_SHARE = 1.5;
const COLUMNS = [
  { column: 'cpu_share', now: 'cpu_p95_share' },
  { column: 'memory_share', now: 'memory_p95_share' },
] as const;

const horizonOf = ({ horizon }: TrainArguments): number => horizon ?? HORIZON_HOURS;

const load = async (given: TrainArguments): Promise<Examples> => {
  const { series, read, refused } = await readUsage(given);
  const whole = series.filter(({ cpu, memory, cpuCapacity, memoryCapacity }) => cpu.length > 0 && memory.length > 0 && cpuCapacity > 0 && memoryCapacity > 0);
  if (whole.length === 0) throw new TrainFault('no node has CPU and memory with their capacities: cpu_usage_cores, cpu_capacity_cores, memory_bytes and memory_capacity_bytes are needed');
  const dataset = nodeExamples(whole, horizonOf(given));
  if (dataset.numbers.rows === 0) throw new TrainFault(`no node that was used at all was seen long enough: a day of history and ${String(horizonOf(given))} h ahead are needed (--horizon)`);
  return { dataset, isSample: false, knownAfterHours: horizonOf(given), notes: [`${read.toLocaleString('en-US')} rows read, ${refused.toLocaleString('en-US')} refused; ${whole.length.toLocaleString('en-US')} nodes with capacities of ${series.length.toLocaleString('en-US')}`] };
};

const sample = (given: TrainArguments): Examples => ({
  dataset: nodeExamples(sampleUsage({ seed: given.seed, end: given.now ?? SAMPLE_END, series: 60 }), horizonOf(given)),
  isSample: true, knownAfterHours: horizonOf(given),
  notes: ['sample data: 60 generated nodes over 75 days, with days, weekends, growth and changes of level'],
});

const nodeExamples = (series: readonly UsageHistory[], horizonHours: number): Dataset => {
  const rows = series.flatMap((history) => usageWindows(history, horizonHours).flatMap(exampleOf));
  return {
    numbers: tableOf(NODE_FEATURES, rows.map(({ features }) => features)),
    texts: [],
    targets: { cpu_share: Float64Array.from(rows, ({ cpu }) => cpu), memory_share: Float64Array.from(rows, ({ memory }) => memory) },
    at: Float64Array.from(rows, ({ at }) => at),
    groups: rows.map(({ group }) => group),
  };
};

const exampleOf = ({ history, from, now, until, at }: UsageWindowAt) => {
  const { stepSeconds, cpuCapacity, memoryCapacity } = history;
  const seen = { stepSeconds, start: at - (now - from) * stepSeconds * 1_000 };
  const cpu = usageRow({ ...seen, samples: history.cpu.subarray(from, now), resource: 'cpu' });
  const memory = usageRow({ ...seen, samples: history.memory.subarray(from, now), resource: 'memory' });
  const ahead = { cpu: p95Of(history.cpu.subarray(now, until)) / cpuCapacity, memory: p95Of(history.memory.subarray(now, until)) / memoryCapacity };
  if (cpu === null || memory === null || Number.isNaN(ahead.cpu + ahead.memory)) return [];
  return [{ features: nodeFeatures({ cpu, memory, cpuCapacity, memoryCapacity }), ...ahead, at, group: history.name }];
};

/** The change of the share is learned: what small and large machines have in common. */
const changeOf =
  (column: string, now: string) =>
  (dataset: Dataset): Float64Array => {
    const share = featureOf(dataset, now);
    return targetOf(dataset, column).map((ahead, row) => ahead / Math.max(share[row] ?? 1, Number.EPSILON) - 1);
  };

const fit = (fitting: Fitting): ModelExport => ({
  name: 'rightsizing_predictor',
  inputs: { numbers: NODE_FEATURES },
  heads: COLUMNS.map(({ column, now }) =>
    boostedHead(fitting, { column, objective: 'quantile', quantile: 0.5, inputs: {}, learned: changeOf(column, now), steps: [{ kind: 'relative', to: now }, { kind: 'clamp', least: 0, most: MOST_SHARE }] }),
  ),
});

const judge = (judged: Judged): Verdict => {
  const of = (said: (column: string, now: string) => Float64Array): Metrics => {
    const each = COLUMNS.map(({ column, now }) => ({ column, metrics: regressionMetrics(said(column, now), targetOf(judged.test, column)) }));
    const named = each.flatMap(({ column, metrics }) => Object.entries(metrics).map(([name, value]) => [`${column}_${name}`, value] as const));
    return { mae: each.reduce((sum, { metrics }) => sum + (metrics['mae'] ?? 0), 0) / each.length, ...Object.fromEntries(named) };
  };
  const metrics = of((column) => columnOf(judged, column));
  const naive = of((_, now) => featureOf(judged.test, now));
  return {
    metrics,
    baseline: { name: 'the same 95th percentiles again', metrics: naive, beaten: isBeaten(metrics['mae'], naive['mae']) },
    by: 'mae',
    targets: [],
    pictures: COLUMNS.map(({ column }) => cloudOf({ title: `Predicted and actual ${column.replace('_', ' ')}`, xLabel: 'actual', yLabel: 'predicted' }, targetOf(judged.test, column), columnOf(judged, column))),
  };
};

export const rightsizing: Kind = {
  word: 'rightsizing',
  modelType: 'rightsizing_predictor',
  task: 'regression',
  target: (given) => `shares of its CPU and of its memory that a node uses at its 95th percentile over the next ${periodText(horizonOf(given))}: down under 0.5 of both, up over 0.8 of either`,
  horizonHours: horizonOf,
  help: `--data      one row for each sample of a node: timestamp, node, cpu_usage_cores, cpu_capacity_cores, memory_bytes,
            memory_capacity_bytes; other units will do, the same for usage and capacity
--horizon   hours ahead (720); shorter data need less, such as 336`,
  heads: COLUMNS.length,
  defaults: { rounds: 100, learningRate: 0.05, maxDepth: 4 },
  leastRows: 100,
  load,
  sample,
  split: (dataset, { seed }) => splitByGroup(dataset, seed),
  fit,
  judge,
};
