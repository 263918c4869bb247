import type { Reason } from '@ml/contracts/decision';
import type { AnomalyScores, SeriesToScore } from '@ml/contracts/insights';
import { AnomalyFault } from './anomaly-fault';
import { sampleGrid, type SampleGrid } from './sample-grid';
import { ANOMALY_METHOD, ANOMALY_THRESHOLD, samplesNeeded, scoreSamples } from './score-samples';
import { unusualWindows } from './unusual-windows';

export interface ScoreTask extends SeriesToScore {
  /** What faults are named by, as `series`. */
  readonly path: string;
}

/** Every sample of a series scored, and the stretches of unusual ones named. @throws AnomalyFault */
export const scoreSeries = ({ timestamps, values, path }: ScoreTask): AnomalyScores => {
  if (timestamps.length !== values.length) throw new AnomalyFault('BAD_FIELD', `there are ${String(values.length)} values for ${String(timestamps.length)} timestamps; each needs one, null where there is no sample`, `${path}.values`);
  const grid = sampleGrid(ascendingTimes(timestamps, path), values);
  refuseShort(grid, path);
  const scored = scoreSamples(grid);
  const scores = Float64Array.from(grid.places, (place) => scored[place] ?? Number.NaN);
  return {
    scores: Array.from(scores, (score) => (Number.isNaN(score) ? null : tenth(score))),
    windows: unusualWindows(scores).map(({ first, last, score }) => ({ start: timestamps[first] ?? '', end: timestamps[last] ?? '', score: tenth(score) })),
    threshold: ANOMALY_THRESHOLD,
    method: ANOMALY_METHOD,
    warnings: warningsOf(grid, values),
  };
};

const tenth = (score: number): number => Math.round(score * 10) / 10;

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

const ascendingTimes = (timestamps: readonly string[], path: string): Float64Array => {
  const times = Float64Array.from(timestamps, (text) => (RFC_3339.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN));
  for (const [at, time] of times.entries()) {
    if (Number.isNaN(time)) throw new AnomalyFault('BAD_TIME', 'it is no RFC 3339 time with a zone, such as 2026-11-20T10:00:00Z', `${path}.timestamps[${String(at)}]`);
    if (at > 0 && time <= (times[at - 1] ?? 0)) throw new AnomalyFault('BAD_FIELD', `it must be later than the one before it: sort the samples, and give one for each time`, `${path}.timestamps[${String(at)}]`);
  }
  return times;
};

const refuseShort = ({ samples, samplesPerDay }: SampleGrid, path: string): void => {
  const there = samples.reduce((count, sample) => count + Number(!Number.isNaN(sample)), 0);
  const needed = samplesNeeded(samplesPerDay) + 1;
  if (there < needed) throw new AnomalyFault('TOO_SHORT', `${String(needed)} samples with a value are needed at this step before one can be scored; there ${there === 1 ? 'is 1' : `are ${String(there)}`}`, path);
};

const warningsOf = (grid: SampleGrid, values: readonly (number | null)[]): readonly Reason[] => {
  const there = values.filter((value) => value !== null);
  const missing = grid.samples.length - there.length;
  return [
    ...(grid.stepMs === null ? [{ code: 'IRREGULAR_STEPS', text: 'the samples are not a fixed step apart, so neither hours of the day nor days of the week are told apart' }] : []),
    ...(missing > 0 ? [{ code: 'GAPS', text: `${String(missing)} of ${String(grid.samples.length)} samples are missing; they have no score` }] : []),
    ...(there.every((value) => value === there[0]) ? [{ code: 'CONSTANT', text: 'the series never changes' }] : []),
  ];
};
