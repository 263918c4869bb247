import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import type { ModelExport } from '@ml/domain/training/export/model-export';
import type { SpotRow } from '@ml/domain/prices/rows';
import { HOUR_MS } from '@ml/units/time';
import type { TrainArguments } from '../arguments';
import { marketFacts } from '../data/market-facts';
import { priceExamples } from '../data/price-examples';
import { pricePools } from '../data/price-pool';
import { readPrices } from '../data/price-rows';
import { targetOf, type Dataset, type Examples } from '../dataset';
import { boostedHead } from '../fit/boosted-head';
import { calibratedHead } from '../fit/calibrated-head';
import { isBeaten } from '../measure/is-beaten';
import { columnOf, featureOf } from '../measure/column-of';
import { coverage, pinballLoss, regressionMetrics } from '../measure/regression';
import { cloudOf } from '../report/cloud-of';
import { poolsOfPrices } from '../safety/pools-of-prices';
import { SAMPLE_END } from '../samples/sample-end';
import { sampleMarket, samplePrices } from '../samples/sample-prices';
import { splitByTime } from '../split/split-rows';
import { TrainFault } from '../train-fault';
import type { Fitting, Judged, Kind, Metrics, Verdict } from './kind';

const HORIZON_HOURS = 24;
const QUANTILES = [
  { column: 'p10', quantile: 0.1 },
  { column: 'p50', quantile: 0.5 },
  { column: 'p90', quantile: 0.9 },
] as const;

/** Relative to the price now, so that a change of 2% is the same of a small and of a large machine. */
const RATIOS = ['lag_6h', 'lag_24h', 'lag_168h', 'mean_6h', 'mean_24h', 'mean_168h', 'std_24h', 'std_168h'].map((of) => ({ name: `${of}_over_lag_1h`, of, over: 'lag_1h' }));

const horizonOf = ({ horizon }: TrainArguments): number => horizon ?? HORIZON_HOURS;

const load = async (given: TrainArguments): Promise<Examples> => {
  const { rows, read, refused, named } = await readPrices(given);
  const wanted = rows.filter((row) => isWanted(row, given));
  if (wanted.length === 0) throw new TrainFault(`none of ${rows.length.toLocaleString('en-US')} prices is of the region and the instance types that were asked for (--region, --instances)`);
  const pools = pricePools(wanted, await marketFacts(given));
  const dataset = priceExamples(pools, horizonOf(given));
  if (dataset.numbers.rows === 0) throw new TrainFault(`the prices span ${spanText(wanted.map(({ at }) => at))}: too short to learn what a price is ${String(horizonOf(given))} h later (--horizon)`);
  const notes = [`${read.toLocaleString('en-US')} rows read, ${refused.toLocaleString('en-US')} refused${refused > 0 ? ` (${named.join('; ')})` : ''}; ${pools.length.toLocaleString('en-US')} pools`];
  const unpriced = pools.filter(({ onDemand }) => onDemand === null).length;
  if (unpriced > 0) notes.push(`of ${unpriced.toLocaleString('en-US')} pools the on-demand price is unknown (--on-demand)`);
  if (given.advisor === null) notes.push('interruption classes are unknown (--advisor)');
  return { dataset, isSample: false, knownAfterHours: horizonOf(given), notes, pools: poolsOfPrices(pools) };
};

const isWanted = (row: SpotRow, { region, instances }: TrainArguments): boolean =>
  (region === null || row.region === region) && (instances === null || instances.includes(row.instance_type));

const spanText = (at: readonly number[]): string => {
  const first = at.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const last = at.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  return `${((last - first) / HOUR_MS).toFixed(1)} h`;
};

const sample = (given: TrainArguments): Examples => {
  const { region, instances } = sampleMarket(given);
  const pools = samplePrices({ region, instances, seed: given.seed, end: given.now ?? SAMPLE_END });
  return {
    dataset: priceExamples(pools, horizonOf(given)),
    isSample: true, knownAfterHours: horizonOf(given),
    notes: [`sample data: generated prices of ${instances.join(', ')} in three zones of ${region} over 42 days, not those of any market`],
    pools: poolsOfPrices(pools),
  };
};

const relativeChange = (dataset: Dataset): Float64Array => {
  const now = featureOf(dataset, 'lag_1h');
  return targetOf(dataset, 'price').map((price, row) => price / (now[row] ?? 1) - 1);
};

const fit = (fitting: Fitting): ModelExport => {
  const inputs = { numbers: SPOT_PRICE_FEATURES, ratios: RATIOS };
  return {
    name: 'spot_price_predictor',
    inputs,
    heads: QUANTILES.map(({ column, quantile }) => {
      const head = boostedHead(fitting, { column, objective: 'quantile', quantile, inputs, learned: relativeChange, steps: [{ kind: 'relative', to: 'lag_1h' }, { kind: 'clamp', least: 0, most: 1_000 }] });
      return quantile === 0.5 ? head : calibratedHead(head, { validation: fitting.validation, inputs, quantile, learned: relativeChange });
    }),
    ascending: QUANTILES.map(({ column }) => column),
  };
};

/** The contract's. */
const MOST_ERROR = 0.02;
const LEAST_R2 = 0.85;

const isClose = (metrics: Metrics): boolean => (metrics['r2'] ?? 0) > LEAST_R2;

const judge = (judged: Judged): Verdict => {
  const came = targetOf(judged.test, 'price');
  const [low, middle, high] = QUANTILES.map(({ column }) => columnOf(judged, column)) as [Float64Array, Float64Array, Float64Array];
  const now = featureOf(judged.test, 'lag_1h');
  const metrics = { ...regressionMetrics(middle, came), ...intervalMetrics([low, middle, high], came) };
  const changes = spread(judged.train);
  const naive = { ...regressionMetrics(now, came), ...intervalMetrics(changes.map((change) => now.map((price) => price * (1 + change))), came) };
  return {
    metrics,
    baseline: { name: 'persistence: the price stays as it is, between the changes that 10% and 90% of prices saw', metrics: naive, beaten: isBeaten(metrics.mae, naive.mae) },
    by: 'mae',
    targets: [
      { text: `MAE below $${String(MOST_ERROR)}`, met: metrics.mae < MOST_ERROR, naiveMet: naive.mae < MOST_ERROR },
      { text: `R2 above ${String(LEAST_R2)}`, met: isClose(metrics), naiveMet: isClose(naive) },
    ],
    pictures: [cloudOf({ title: 'Predicted and actual price', xLabel: 'actual USD/h', yLabel: 'predicted USD/h (p50)' }, came, middle)],
  };
};

const intervalMetrics = (said: readonly Float64Array[], came: Float64Array): Readonly<Record<string, number>> => {
  const [low = came, , high = came] = said;
  const losses = QUANTILES.map(({ column, quantile }, index) => [`pinball_${column}`, pinballLoss(said[index] ?? came, came, quantile)]);
  return { ...Object.fromEntries(losses), coverage_p10_p90: coverage(low, high, came) };
};

/** The changes that were seen in training, at the three quantiles. */
const spread = (train: Dataset): readonly number[] => {
  const changes = relativeChange(train).sort();
  return [changes[Math.floor(0.1 * changes.length)] ?? 0, 0, changes[Math.floor(0.9 * changes.length)] ?? 0];
};

export const spotPrice: Kind = {
  word: 'spot-price',
  modelType: 'spot_price_predictor',
  task: 'quantiles',
  target: (given) => `USD an hour that the pool costs in ${String(horizonOf(given))} h: p10, p50, p90`,
  horizonHours: horizonOf,
  help: `--data        spot prices as "npm run import -- spot-prices" takes them: instance_type, availability_zone, spot_price,
              timestamp, and product_description where it is not Linux; archives without a header too
--on-demand   file of on-demand prices (region, instance_type, hourly_price); else the built-in catalogue
--advisor     the Spot Advisor's JSON file, for interruption classes
--horizon     hours ahead (24)
--region, --instances   of which sample data are generated when there is no --data; of --data only these are taken when given`,
  heads: QUANTILES.length,
  defaults: { rounds: 200, learningRate: 0.1, maxDepth: 4 },
  leastRows: 200,
  load,
  sample,
  split: (dataset, given) => splitByTime(dataset, horizonOf(given) * HOUR_MS),
  fit,
  judge,
};
