import { ANOMALY_THRESHOLD, scoreSamples } from '@ml/domain/anomaly/score-samples';
import type { Figure } from './figure';
import { forestScores } from './nab/forest-scores';
import { nabScore, nabScoreAt, type NabResult, type Scored } from './nab/nab-score';
import { NAB_SAMPLES_PER_DAY, nabSeries, type NabSeries } from './nab/nab-series';
import { windowedGaussian } from './nab/windowed-gaussian';

/** Published for random cut forests, standard profile, over the whole corpus of 58 series. */
const PUBLISHED_RCF = 51.7;

type Detector = (series: NabSeries, others: readonly NabSeries[]) => Float64Array;

const ours: Detector = ({ samples }) => scoreSamples({ samples, samplesPerDay: NAB_SAMPLES_PER_DAY });

/** The CloudWatch series of the Numenta Anomaly Benchmark by its own scoring. */
export const anomalies = (): Promise<readonly Figure[]> => {
  const all = nabSeries();
  if (all === undefined) {
    process.stderr.write('anomalies: skipped, there is no ../shared/data\n');
    return Promise.resolve([]);
  }
  const gaussian = scoredBy(({ samples }) => windowedGaussian(samples), all);
  const baseline = nabScore(gaussian).score;
  const seen = scoredBy(ours, all);
  const corpus = `${String(all.length)} series`;
  return Promise.resolve([
    { name: `what /insights/anomalies says, ${corpus}`, value: nabScore(seen).score, unit: 'of 100', bar: { at: 'least', value: PUBLISHED_RCF }, note: `${toldBy(nabScore(seen))}; random cut forests: ${String(PUBLISHED_RCF)} on all of NAB` },
    { name: 'the same, each series with the threshold of the others', value: eachByTheOthers(seen), unit: 'of 100', bar: { at: 'least', value: rounded(baseline) }, note: `a windowed Gaussian like that: ${eachByTheOthers(gaussian).toFixed(1)}` },
    { name: `the same at ${String(ANOMALY_THRESHOLD)}, from which windows are named`, value: nabScoreAt(seen, ANOMALY_THRESHOLD).score, unit: 'of 100', note: toldBy(nabScoreAt(seen, ANOMALY_THRESHOLD)) },
    { name: `windowed Gaussian of NAB, ${corpus}`, value: baseline, unit: 'of 100', note: `${toldBy(nabScore(gaussian))}; published over all of NAB: 39.6` },
    ...forestFigures(all),
    ...timeFigures(all),
  ]);
};

const scoredBy = (detector: Detector, all: readonly NabSeries[]): readonly Scored[] => all.map((series) => ({ series, scores: detector(series, all.filter((other) => other !== series)) }));

/** Mean over the windows: each series is judged with a threshold that never saw it. */
const eachByTheOthers = (scored: readonly Scored[]): number => {
  const results = scored.map((one) => nabScoreAt([one], nabScore(scored.filter((other) => other !== one)).threshold));
  const windows = results.reduce((sum, result) => sum + result.windows, 0);
  return results.reduce((sum, result) => sum + result.score * result.windows, 0) / windows;
};

const forestFigures = (all: readonly NabSeries[]): readonly Figure[] => {
  const result = nabScore(scoredBy(forestScores, all));
  return [{ name: 'isolation forest of the trainer, learned from the other series', value: result.score, unit: 'of 100', note: toldBy(result) }];
};

const timeFigures = (all: readonly NabSeries[]): readonly Figure[] => {
  const samples = all.reduce((sum, series) => sum + series.samples.length, 0);
  const started = process.cpuUsage();
  scoredBy(ours, all);
  const { user, system } = process.cpuUsage(started);
  return [{ name: 'processor time of 10,000 samples', value: (((user + system) / 1_000) * 10_000) / samples, unit: 'ms' }];
};

const toldBy = ({ windowsFound, windows, falsePositives, threshold }: NabResult): string =>
  `${String(windowsFound)} of ${String(windows)} windows, ${String(falsePositives)} samples besides, from ${threshold.toPrecision(3)} on`;

const rounded = (value: number): number => Math.round(value * 10) / 10;
