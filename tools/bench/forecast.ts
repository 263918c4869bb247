import { mase, smape } from '@ml/domain/forecast/accuracy';
import { forecastAmounts, type AmountsForecast } from '@ml/domain/forecast/forecast-amounts';
import { LEVEL } from '@ml/domain/forecast/interval';
import { mean } from '@ml/domain/forecast/mean';
import type { Forecaster } from '@ml/domain/forecast/method';
import { naive, seasonalNaive } from '@ml/domain/forecast/naive';
import { seasonallyAdjusted } from '@ml/domain/forecast/seasonal-adjustment';
import { theta } from '@ml/domain/forecast/theta';
import { augurs } from '../../apps/insight/forecast/augurs';
import type { Figure } from './figure';
import { m3Series, type M3Series } from './m3-series';
import { median, quantile } from './statistics';

/** As published: indices taken as they are, no logarithms. */
export const publishedTheta: Forecaster = (amounts, horizon) => {
  const adjusted = seasonallyAdjusted(amounts, 1);
  return adjusted.restore(theta(adjusted.amounts, horizon));
};

/** Months ahead: all that were held out, and those that an answer may hold. */
const HORIZONS = [18, 12, 6];
const LONGEST = 18;
/** Of the published theta's sMAPE. */
const BAR = 1.02;
/** The first is the one to beat. */
const REFERENCES: Readonly<Record<string, Forecaster>> = { 'Theta as published': publishedTheta, 'seasonal naive': seasonalNaive, naive };

interface Scored {
  readonly smape: number;
  readonly mase: number;
}

/** Real monthly series with their last months held out: ours beside the rules that are hard to beat. */
export const forecast = (): Promise<readonly Figure[]> => {
  const series = m3Series();
  if (series === undefined) {
    process.stderr.write('forecast: skipped, there is no ../shared/data\n');
    return Promise.resolve([]);
  }
  const fitted = augurs();
  const milliseconds: number[] = [];
  const answers = series.map(({ known }) => {
    const before = process.cpuUsage();
    const answer = forecastAmounts(known, LONGEST, fitted);
    const { user, system } = process.cpuUsage(before);
    milliseconds.push((user + system) / 1_000);
    return answer;
  });
  const ours = answers.map(({ points }) => points.map(({ amount }) => amount));
  const others = Object.entries(REFERENCES).map(([name, rule]) => [name, series.map(({ known }) => rule(known, LONGEST))] as const);
  return Promise.resolve([
    ...HORIZONS.flatMap((horizon) => figuresOf(series, { horizon, ours, others })),
    ...HORIZONS.map((horizon) => coverageOf(series, answers, horizon)),
    { name: 'a forecast', value: median(milliseconds), unit: 'ms CPU', bar: { at: 'most', value: 300 }, note: `median of ${series.length} series of ${LONGEST} months ahead; p99 ${quantile(milliseconds, 0.99).toFixed(0)} ms` },
  ]);
};

type Forecasts = readonly (readonly number[])[];

interface Contest {
  readonly horizon: number;
  readonly ours: Forecasts;
  readonly others: readonly (readonly [string, Forecasts])[];
}

const figuresOf = (series: readonly M3Series[], { horizon, ours, others }: Contest): readonly Figure[] => {
  const own = scoreOf(series, ours, horizon);
  const scores = others.map(([name, forecasts]) => ({ name, ...scoreOf(series, forecasts, horizon) }));
  const [rival = { smape: NaN }] = scores;
  const named = `${series.length} monthly series of M3, ${horizon} months`;
  return [
    { name: `${named}: sMAPE of Theta's`, value: own.smape / rival.smape, unit: 'x', bar: { at: 'most', value: BAR }, note: 'in the same run, on the same series' },
    ...[{ name: 'ours', ...own }, ...scores].map(({ name, ...score }) => ({ name: `the same, ${name}`, value: score.smape, unit: '% sMAPE', note: `MASE ${score.mase.toFixed(3)}` })),
  ];
};

const scoreOf = (series: readonly M3Series[], forecasts: Forecasts, horizon: number): Scored => {
  const pairs = series.map(({ known, heldOut }, at) => ({ known, foretold: (forecasts[at] ?? []).slice(0, horizon), actual: heldOut.slice(0, horizon) }));
  return {
    smape: mean(pairs.map(({ foretold, actual }) => smape(foretold, actual))),
    mase: mean(pairs.flatMap(({ known, foretold, actual }) => mase(foretold, actual, known) ?? [])),
  };
};

const coverageOf = (series: readonly M3Series[], answers: readonly AmountsForecast[], horizon: number): Figure => {
  const within = series.flatMap(({ heldOut }, at) => heldOut.slice(0, horizon).map((amount, ahead) => isWithin(amount, answers[at]?.points[ahead])));
  const share = mean(within.map(Number));
  return { name: `months within their interval, ${horizon} months`, value: 100 * share, unit: '%', note: `${100 * LEVEL}% is what it says` };
};

const isWithin = (amount: number, point: AmountsForecast['points'][number] | undefined): boolean => point !== undefined && amount >= point.lower && amount <= point.upper;
