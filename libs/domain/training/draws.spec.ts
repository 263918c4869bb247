import { describe, expect, it } from 'vitest';
import { Draws } from './draws';

const many = (seed: number): number[] => {
  const draws = new Draws(seed);
  return Array.from({ length: 20_000 }, () => draws.next());
};

describe('Draws', () => {
  it('are even from 0 to below 1, of any seed', () => {
    for (const seed of [0, 1, 2, 2 ** 32 - 1]) {
      const tenths = new Array<number>(10).fill(0);
      for (const drawn of many(seed)) tenths[Math.floor(10 * drawn)]! += 1;
      expect(tenths).toHaveLength(10);
      // 2,000 each; 42 is one standard deviation.
      for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(4.5 * 42);
    }
  });

  it('have nothing to do with those of the next seed', () => {
    const [one, other] = [many(1), many(2)];
    const covariance = one.reduce((sum, drawn, at) => sum + (drawn - 0.5) * ((other[at] ?? 0) - 0.5), 0) / one.length;
    // 1/12 is the variance; one standard deviation of the mean product is 1/12/141.
    expect(Math.abs(covariance)).toBeLessThan((4.5 * (1 / 12)) / 141);
  });

  it('choose different numbers, in order, each as often', () => {
    const draws = new Draws(3);
    const counts = new Array<number>(6).fill(0);
    for (let round = 0; round < 3_000; round += 1) {
      const chosen = [...draws.choose(2, 6)];
      expect(chosen[0]).toBeLessThan(chosen[1] ?? 0);
      for (const number of chosen) counts[number]! += 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(4.5 * 26);
    expect([...draws.choose(9, 3)]).toEqual([0, 1, 2]);
  });
});
