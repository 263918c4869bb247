import { SameTimeBefore, type Season } from './same-time-before';
import { SeenRange } from './seen-range';

/** Two weeks of samples every five minutes. */
const MEMORY = 4_032;
const LEAST_SAMPLES = 24;
const MOST_LEAST_SAMPLES = 288;
/** So far beyond everything seen, as a share of it, a score is a little above 50. */
const HALF_WAY = 0.1;
/** Of the largest value that is remembered: computing with doubles makes no more of a difference. */
const NOISE = 1e-9;
const LEAST_SAMPLES_A_DAY = 4;
const DAYS_A_WEEK = 7;

export const ANOMALY_METHOD = 'seen_range';
/** From here on a sample is called unusual. */
export const ANOMALY_THRESHOLD = 50;

export interface SampleSeries {
  /** Oldest first, a step apart; NaN where there is none. */
  readonly samples: Float64Array;
  /** Null: the samples are not a fixed step apart, or it is unknown. */
  readonly samplesPerDay: number | null;
}

/** So many samples are seen before one is scored: a day of them, where that is neither few nor many. */
export const samplesNeeded = (samplesPerDay: number | null): number => Math.min(MOST_LEAST_SAMPLES, Math.max(LEAST_SAMPLES, Math.round(samplesPerDay ?? 0)));

/**
 * How unusual each sample is after those before it, 0 to 100: its value, its step from the one before, and, where the series follows the time of day or of the week, what is left without it.
 * A shifted or scaled series has the same scores; what comes later changes none. NaN: no sample, or too few before it.
 */
export const scoreSamples = ({ samples, samplesPerDay }: SampleSeries): Float64Array => {
  const needed = samplesNeeded(samplesPerDay);
  const [values, steps] = [new SeenRange(MEMORY), new SeenRange(MEMORY)];
  const seasons = seasonsOf(samplesPerDay).map((season) => new SameTimeBefore(season));
  const scores = new Float64Array(samples.length).fill(Number.NaN);
  for (const [at, value] of samples.entries()) {
    if (Number.isNaN(value)) continue;
    const noise = NOISE * Math.max(Math.abs(value), values.largest());
    const step = value - (samples[at - 1] ?? Number.NaN);
    const spread = { values: values.spread(), noise };
    const beyond = [values.beyond(value, noise), steps.beyond(step, noise), ...seasons.map((season) => season.take(samples, at, spread))];
    if (values.size >= needed) scores[at] = scoreOf(Math.max(...beyond));
    values.add(value);
    if (!Number.isNaN(step)) steps.add(step);
  }
  return scores;
};

const seasonsOf = (samplesPerDay: number | null): readonly Season[] => {
  if (samplesPerDay === null || samplesPerDay < LEAST_SAMPLES_A_DAY || !Number.isInteger(samplesPerDay)) return [];
  return [
    { period: samplesPerDay, rounds: DAYS_A_WEEK, leastRounds: 3, memory: MEMORY },
    { period: DAYS_A_WEEK * samplesPerDay, rounds: 4, leastRounds: 2, memory: MEMORY },
  ];
};

/** 0 within what was seen, 100 as far beyond it as can be: from a range of nothing. */
const scoreOf = (beyond: number): number => (100 * (1 + HALF_WAY) * beyond) / (beyond + HALF_WAY);
