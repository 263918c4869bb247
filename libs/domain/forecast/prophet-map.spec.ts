import { describe, expect, it } from 'vitest';
import { prophetMap, type ProphetData } from './prophet-map';
import { solvePositive } from './solve-positive';

const COUNT = 60;
const t = Array.from({ length: COUNT }, (_, at) => at / (COUNT - 1));
const waves = t.map((time) => [Math.sin(10 * Math.PI * time), Math.cos(10 * Math.PI * time)]);
const noise = (at: number): number => (((at * 7_919) % 101) / 101 - 0.5) / 50;
const dataOf = (y: readonly number[]): ProphetData => ({ T: COUNT, y, t, S: 4, t_change: [0.2, 0.4, 0.6, 0.8], K: 2, X: waves, sigmas: [10, 10], tau: 0.05 });

describe('a positive definite system', () => {
  it('is solved', () => {
    const [x = 0, y = 0] = solvePositive([[4, 2], [2, 2]], { diagonal: [0, 1], right: [10, 9] });
    expect([x, y]).toEqual([expect.closeTo(1.5, 12), expect.closeTo(2, 12)]);
  });

  it('is refused when it is none', () => {
    expect(() => solvePositive([[1, 1], [1, 1]], { diagonal: [0, 0], right: [1, 1] })).toThrow('no single solution');
  });
});

describe('the most probable parameters', () => {
  it('are those the series was made of: slope, level, waves, noise', () => {
    const { k, m, beta, delta, sigma_obs, trend } = prophetMap(dataOf(t.map((time, at) => 0.3 + 0.5 * time + 0.1 * (waves[at]?.[0] ?? 0) + noise(at))));
    expect([k, m, ...beta]).toEqual([0.5, 0.3, 0.1, 0].map((value) => expect.closeTo(value, 1) as number));
    for (const change of delta) expect(Math.abs(change)).toBeLessThan(0.02);
    expect(sigma_obs).toBeLessThan(0.01);
    expect(trend[0]).toBeCloseTo(m, 10);
  });

  it('find where the slope breaks, and nowhere else', () => {
    const { delta } = prophetMap(dataOf(t.map((time, at) => 0.2 + Math.max(0, time - 0.6) + noise(at))));
    expect(delta[2]).toBeGreaterThan(0.8);
    for (const at of [0, 1, 3]) expect(Math.abs(delta[at] ?? 1)).toBeLessThan(0.2);
  });

  it('are finite for a series that never changes', () => {
    const { trend, sigma_obs } = prophetMap(dataOf(t.map(() => 1)));
    for (const value of [...trend, sigma_obs]) expect(Number.isFinite(value)).toBe(true);
  });
});
