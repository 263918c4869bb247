import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplesNeeded, scoreSamples } from './score-samples';

const DAY = 24;
const scoresOf = (samples: readonly number[], samplesPerDay: number | null = null): readonly number[] => [...scoreSamples({ samples: Float64Array.from(samples), samplesPerDay })];
/** Whole numbers, so that shifting and scaling them is exact. */
const series = fc.array(fc.oneof({ weight: 20, arbitrary: fc.integer({ min: -1_000, max: 1_000 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), { minLength: 30, maxLength: 200 });
const daily = (days: number, at: (hour: number) => number): number[] => Array.from({ length: days * DAY }, (_, hour) => at(hour));
/** The same small noise for every run. */
const noise = (hour: number): number => ((hour * 7_919) % 13) / 6.5 - 1;

describe('how unusual samples are', () => {
  it('is 0 for a series that never changes, however it is computed', () => {
    expect(new Set(scoresOf(Array.from({ length: 100 }, () => 7)).slice(24))).toEqual(new Set([0]));
    expect(Math.max(...scoresOf(Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? 0.3 : 0.1 + 0.2))).slice(24))).toBe(0);
  });

  it('is 100 for the first change of a series that never changed', () => {
    expect(scoresOf([...Array.from({ length: 30 }, () => 7), 7.5]).at(-1)).toBeCloseTo(100, 9);
  });

  it('is null for what has too little before it, and counts known samples only', () => {
    const scores = scoresOf(Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? Number.NaN : at)));
    expect(scores.filter((score) => !Number.isNaN(score))).toHaveLength(30 - samplesNeeded(null));
    expect([samplesNeeded(null), samplesNeeded(1), samplesNeeded(96), samplesNeeded(1_440)]).toEqual([24, 24, 96, 288]);
  });

  it('finds a spike, and the same level later is nothing new', () => {
    const scores = scoresOf(daily(6, (hour) => 20 + noise(hour) + (hour >= 120 ? 30 : 0)));
    expect(Math.max(...scores.slice(24, 120))).toBeLessThan(50);
    expect(scores[120]).toBeGreaterThan(90);
    expect(Math.max(...scores.slice(124))).toBeLessThan(50);
  });

  it('forgets how large a value was together with the value', () => {
    const glitch = [1e18, ...Array.from({ length: 4_200 }, (_, at) => 20 + noise(at)), 90];
    expect(scoresOf(glitch).at(-1)).toBeGreaterThan(90);
  });

  it('finds a step that is larger than any before within the usual values', () => {
    const slow = daily(20, (hour) => 100 * Math.sin((2 * Math.PI * hour) / 400));
    slow[300] = -(slow[300] as number);
    expect(scoresOf(slow)[300]).toBeGreaterThan(50);
  });

  it('finds the afternoon value at night where the series follows the day, and does not where no length of day is given', () => {
    // Steps as large as that one are usual, so only the hour tells.
    const samples = daily(14, (hour) => (hour % DAY === 14 ? 90 : 50 + 30 * Math.sin((2 * Math.PI * hour) / DAY) + noise(hour)));
    samples[13 * DAY + 3] = 40;
    expect(scoresOf(samples, DAY)[13 * DAY + 3]).toBeGreaterThan(50);
    expect(scoresOf(samples)[13 * DAY + 3]).toBe(0);
  });

  it('does not call a weekend unusual that is like the weekends before', () => {
    const scores = scoresOf(daily(42, (hour) => (Math.floor(hour / DAY) % 7 >= 5 ? 10 : 60) + noise(hour)), DAY);
    expect(Math.max(...scores.slice(28 * DAY))).toBeLessThan(50);
  });

  it('stays between 0 and 100, and is NaN exactly where there is no sample or too few came before', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(null, 4, 12), (samples, perDay) => {
        let seen = 0;
        for (const [at, score] of scoresOf(samples, perDay).entries()) {
          const known = !Number.isNaN(samples[at]);
          expect(Number.isNaN(score)).toBe(!known || seen < samplesNeeded(perDay));
          if (!Number.isNaN(score)) expect(score >= 0 && score <= 100 + 1e-9).toBe(true);
          seen += Number(known);
        }
      }),
    );
  });

  it('is the same for a series that is shifted, scaled or turned upside down', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: -5_000, max: 5_000 }), fc.constantFrom(-4, -1, 0.5, 2, 1_024), (samples, shift, scale) => {
        const rounded = (scores: readonly number[]): readonly string[] => scores.map((score) => score.toFixed(6));
        expect(rounded(scoresOf(samples.map((value) => value * scale + shift), 6))).toEqual(rounded(scoresOf(samples, 6)));
      }),
    );
  });

  it('never looks ahead: the scores of a beginning are the beginning of the scores', () => {
    fc.assert(
      fc.property(series, fc.nat({ max: 200 }), (samples, length) => {
        expect(scoresOf(samples.slice(0, length), 6)).toEqual(scoresOf(samples, 6).slice(0, length));
      }),
    );
  });

  it('scores 100,000 samples of any size within seconds', { timeout: 120_000 }, () => {
    const samples = Array.from({ length: 100_000 }, (_, at) => (at % 1_000 === 0 ? 1e308 : Math.sin(at) * 1e-300));
    const before = process.cpuUsage();
    const scores = scoresOf(samples, 288);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(10);
    expect(scores.slice(288).every((score) => score >= 0 && score <= 100 + 1e-9)).toBe(true);
  });
});
