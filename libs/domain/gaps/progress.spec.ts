import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentComplete } from './progress';

describe('percentComplete', () => {
  it('is whole, and rounded down', () => {
    expect(percentComplete({ weight: 150_001, done: 75_000, over: false })).toBe(49);
    expect(percentComplete({ weight: 150_001, done: 150_001, over: false })).toBe(99);
  });

  it('is 100 when nothing is left to do, also when there was nothing to do', () => {
    expect(percentComplete({ weight: 0, done: 0, over: true })).toBe(100);
    expect(percentComplete({ weight: 0, done: 0, over: false })).toBe(0);
  });

  it('stays within 0 to 99 while the job is under way, whatever the counts', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (weight, done) => {
        const percent = percentComplete({ weight, done, over: false });
        return Number.isInteger(percent) && percent >= 0 && percent <= 99;
      }),
    );
  });

  it('never goes back while more comes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), fc.nat({ max: 1_000_000 }), fc.nat({ max: 1_000_000 }), (weight, done, more) => {
        const before = percentComplete({ weight, done, over: false });
        return percentComplete({ weight, done: done + more, over: false }) >= before && percentComplete({ weight, done, over: true }) >= before;
      }),
    );
  });
});
