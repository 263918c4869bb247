import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveNodes } from './effective-nodes';

describe('nodes as evidence', () => {
  it.each([
    [0, 0],
    [0.25, 0.25],
    [1, 1],
    [2, 4 / 3],
    [10, 20 / 11],
    [100_000, 2],
  ])('%d of one customer are worth %d', (nodes, worth) => {
    expect(effectiveNodes(nodes)).toBeCloseTo(worth, 4);
  });

  it('are never worth less when there are more, nor more than their number or two', () => {
    const count = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(count, count, (nodes, more) => {
        expect(effectiveNodes(nodes + more)).toBeGreaterThanOrEqual(effectiveNodes(nodes));
        expect(effectiveNodes(nodes)).toBeLessThanOrEqual(Math.min(nodes, 2));
      }),
    );
  });
});
