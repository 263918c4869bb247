import { USAGE_FEATURES, usageRow } from '@ml/engine-kernel/usage-features';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import type { TrainArguments } from '../arguments';
import type { UsageHistory } from '../data/usage-history';
import { readUsage } from '../data/usage-series';
import { p95Of, usageWindows } from '../data/usage-windows';
import { tableOf, targetOf, type Dataset, type Examples } from '../dataset';
import { boostedHead } from '../fit/boosted-head';
import { isBeaten } from '../measure/is-beaten';
import { columnOf } from '../measure/column-of';
import { regressionMetrics } from '../measure/regression';
import { cloudOf } from '../report/cloud-of';
import { SAMPLE_END } from '../samples/sample-end';
import { sampleUsage } from '../samples/sample-usage';
import { splitByGroup } from '../split/split-rows';
import { TrainFault } from '../train-fault';
import { periodText } from './period-text';
import type { Fitting, Judged, Kind, Verdict } from './kind';

const COLUMN = 'multiplier';
/** A machine that did nothing yesterday may do a thousand times as much tomorrow; nobody sizes by that. */
const LEAST = 0.05;
const MOST = 20;
const HORIZON_HOURS = 30 * 24;

const horizonOf = ({ horizon }: TrainArguments): number => horizon ?? HORIZON_HOURS;

const load = async (given: TrainArguments): Promise<Examples> => {
  const { series, read, refused } = await readUsage(given);
  const dataset = usageExamples(series, horizonOf(given));
  if (dataset.numbers.rows === 0) throw new TrainFault(`no series that was used at all is long enough: a day of history and ${String(horizonOf(given))} h ahead are needed (--horizon)`);
  return { dataset, isSample: false, knownAfterHours: horizonOf(given), notes: [`${read.toLocaleString('en-US')} rows read, ${refused.toLocaleString('en-US')} refused; ${series.length.toLocaleString('en-US')} series`] };
};

const sample = (given: TrainArguments): Examples => ({
  dataset: usageExamples(sampleUsage({ seed: given.seed, end: given.now ?? SAMPLE_END, series: 60 }), horizonOf(given)),
  isSample: true, knownAfterHours: horizonOf(given),
  notes: ['sample data: 60 generated machines over 75 days, with days, weekends, growth and changes of level'],
});

const usageExamples = (series: readonly UsageHistory[], horizonHours: number): Dataset => {
  const examples = series.flatMap((history) => usageWindows(history, horizonHours).flatMap((window) => ([{ of: 'cpu' }, { of: 'memory' }] as const).map(({ of }) => ({ window, of }))));
  const rows = examples.flatMap(({ window: { history, from, now, until, at }, of }) => {
    const samples = history[of];
    const row = usageRow({ samples: samples.subarray(from, now), stepSeconds: history.stepSeconds, start: at - (now - from) * history.stepSeconds * 1_000, resource: of });
    const ahead = p95Of(samples.subarray(now, until));
    return row === null || Number.isNaN(ahead) ? [] : [{ features: row.features, multiplier: Math.min(MOST, Math.max(LEAST, ahead / row.p95)), at, group: history.name }];
  });
  return {
    numbers: tableOf(USAGE_FEATURES, rows.map(({ features }) => features)),
    texts: [],
    targets: { multiplier: Float64Array.from(rows, ({ multiplier }) => multiplier) },
    at: Float64Array.from(rows, ({ at }) => at),
    groups: rows.map(({ group }) => group),
  };
};

/** The median, not the mean: one series that grows twentyfold is no reason to give more to all that are like it. */
const fit = (fitting: Fitting): ModelExport => ({
  name: 'resource_forecaster',
  inputs: { numbers: USAGE_FEATURES },
  heads: [
    boostedHead(fitting, { column: COLUMN, objective: 'quantile', quantile: 0.5, inputs: {}, learned: (dataset) => targetOf(dataset, 'multiplier'), steps: [{ kind: 'clamp', least: LEAST, most: MOST }] }),
  ],
});

const judge = (judged: Judged): Verdict => {
  const came = targetOf(judged.test, 'multiplier');
  const said = columnOf(judged, COLUMN);
  const metrics = regressionMetrics(said, came);
  const naive = regressionMetrics(new Float64Array(came.length).fill(1), came);
  return {
    metrics,
    baseline: { name: 'the same 95th percentile again', metrics: naive, beaten: isBeaten(metrics['mae'], naive['mae']) },
    by: 'mae',
    targets: [],
    pictures: [cloudOf({ title: 'Predicted and actual multiplier', xLabel: 'actual', yLabel: 'predicted' }, came, said)],
  };
};

export const resourceUsage: Kind = {
  word: 'resource-usage',
  modelType: 'resource_forecaster',
  task: 'regression',
  target: (given) => `the 95th percentile of usage over the next ${periodText(horizonOf(given))} as a multiple of that of the window`,
  horizonHours: horizonOf,
  help: `--data      one row for each sample: timestamp, cpu_usage_cores and memory_bytes (or value), and series (node, pod, vm,
            resource_hash) unless each file is one; any unit, for only ratios are learned
--horizon   hours ahead (720); shorter data need less, such as 336`,
  heads: 1,
  defaults: { rounds: 100, learningRate: 0.05, maxDepth: 4 },
  leastRows: 100,
  load,
  sample,
  split: (dataset, { seed }) => splitByGroup(dataset, seed),
  fit,
  judge,
};
