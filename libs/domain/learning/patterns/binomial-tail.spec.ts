import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail } from './binomial-tail';

/** Term by term. */
const summed = (hits: number, trials: number, share: number): number => {
  let term = (1 - share) ** trials;
  let below = 0;
  for (let k = 0; k < hits; k += 1) {
    below += term;
    term *= ((trials - k) / (k + 1)) * (share / (1 - share));
  }
  return 1 - below;
};

describe('the tail of a binomial distribution', () => {
  it('is what adding up its terms gives', () => {
    expect(binomialTail(1, 2, 0.5)).toBeCloseTo(0.75, 12);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0.01, max: 0.6, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share, part) => {
        const hits = Math.floor(part * trials);
        expect(binomialTail(hits, trials, share)).toBeCloseTo(summed(hits, trials, share), 9);
      }),
    );
  });

  it('is between 0 and 1 whatever is asked, and falls as more hits are asked for', () => {
    const count = fc.double({ min: 0, max: 200_000, noNaN: true });
    fc.assert(
      fc.property(count, count, fc.double({ min: 0, max: 1, noNaN: true }), (hits, trials, share) => {
        const tail = binomialTail(hits, trials, share);
        expect(tail).toBeGreaterThanOrEqual(0);
        expect(tail).toBeLessThanOrEqual(1);
        expect(binomialTail(hits + 1, trials, share)).toBeLessThanOrEqual(tail + 1e-12);
      }),
      { numRuns: 1_000, examples: [[5e-62, 200_000, 5e-6]] },
    );
  });

  it('is certain of next to no hits', () => {
    for (const hits of [1e-3, 1e-9, 1e-15, 5e-62]) expect(binomialTail(hits, 200_000, 5e-6)).toBeCloseTo(1, hits > 1e-6 ? 2 : 6);
  });
});
