import { describe, expect, it } from 'vitest';
import { unusualWindows } from './unusual-windows';

describe('windows of unusual samples', () => {
  it('join what is close, with the highest score of it', () => {
    const scores = new Float64Array(60);
    scores.set([60, Number.NaN, 90], 10);
    scores[25] = 70;
    scores[39] = 55;
    expect(unusualWindows(scores)).toEqual([
      { first: 10, last: 25, score: 90 },
      { first: 39, last: 39, score: 55 },
    ]);
  });

  it('are none where nothing is unusual', () => {
    expect(unusualWindows(Float64Array.of(Number.NaN, 0, 49.9))).toEqual([]);
  });
});
