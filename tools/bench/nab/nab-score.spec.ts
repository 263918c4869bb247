import { describe, expect, it } from 'vitest';
import type { NabSeries } from './nab-series';
import { nabScore, nabScoreAt } from './nab-score';
import { windowedGaussian } from './windowed-gaussian';

const SERIES: NabSeries = { name: 'one', samples: new Float64Array(1_000), windows: [[400, 499], [700, 799]] };
const scoredAt = (...places: readonly number[]) => {
  const scores = new Float64Array(1_000);
  for (const at of places) scores[at] = 90;
  return [{ series: SERIES, scores }];
};

describe('the scoring of the Numenta Anomaly Benchmark', () => {
  it('is 0 for nothing and 100 for the first sample of every window', () => {
    expect(nabScore(scoredAt()).score).toBe(0);
    expect(nabScore(scoredAt(400, 700))).toEqual({ score: 100, threshold: 90, falsePositives: 0, windowsFound: 2, windows: 2 });
  });

  it('is half for one of two windows, and less the later it is found', () => {
    expect(nabScore(scoredAt(400)).score).toBe(50);
    const late = nabScore(scoredAt(490)).score;
    expect(late).toBeLessThan(nabScore(scoredAt(450)).score);
    // 10 of 100 samples before the end: sigmoid(-0.1) is 0.245, from -1 (missed) that is 0.62 of the way.
    expect(late).toBeCloseTo(31.2, 1);
  });

  it('counts a window once, by its earliest sample', () => {
    expect(nabScore(scoredAt(400, 410, 499)).score).toBe(50);
  });

  it('takes 0.11 for a sample far from any window, less soon after one, nothing in the probation', () => {
    expect(nabScoreAt(scoredAt(400, 700, 300), 50).score).toBeCloseTo(100 - (100 * 0.11) / 4, 9);
    expect(nabScoreAt(scoredAt(400, 700, 501), 50).score).toBeGreaterThan(99.7);
    expect(nabScoreAt(scoredAt(400, 700, 149), 50).score).toBe(100);
  });

  it('finds the threshold at which the samples beside do not count', () => {
    const [scored] = scoredAt(400, 700);
    const scores = (scored?.scores as Float64Array).map((score, at) => (score === 0 && at % 3 === 0 ? 40 : score));
    expect(nabScore([{ series: SERIES, scores }])).toMatchObject({ score: 100, threshold: 90 });
    expect(nabScoreAt([{ series: SERIES, scores }], 40).score).toBeLessThan(90);
  });
});

describe('the windowed Gaussian', () => {
  it('says how little of a normal distribution lies beyond', () => {
    const samples = Float64Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? -1 : 1));
    samples[100] = 1.959964;
    samples[101] = -40;
    const scores = windowedGaussian(samples);
    expect(scores[100]).toBeCloseTo(0.975, 4);
    expect(scores[101]).toBe(1);
  });
});
