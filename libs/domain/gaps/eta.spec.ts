import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { etaSeconds, withMark, type Mark } from './eta';

const SECOND = 1_000;
/** Marks of a job that settles `rate` a second, one every `everyMs`, from `at` on. */
const steady = ({ rate, everyMs, count, at = 0, settled = 0 }: { rate: number; everyMs: number; count: number; at?: number; settled?: number }): Mark[] =>
  Array.from({ length: count }, (_, index) => ({ at: at + index * everyMs, settled: settled + (index * everyMs * rate) / SECOND }));
const all = (marks: readonly Mark[]): readonly Mark[] => marks.reduce<readonly Mark[]>((kept, mark) => withMark(kept, mark), []);

describe('etaSeconds', () => {
  it('divides what is left by the rate', () => {
    expect(etaSeconds({ marks: steady({ rate: 500, everyMs: 2_000, count: 10 }), left: 150_000 })).toBe(300);
  });

  it('is not known before something was measured, and not asked for when nothing is left', () => {
    expect(etaSeconds({ marks: [], left: 10 })).toBeNull();
    expect(etaSeconds({ marks: [{ at: 5, settled: 100 }], left: 10 })).toBeNull();
    expect(etaSeconds({ marks: steady({ rate: 0, everyMs: 2_000, count: 10 }), left: 10 })).toBeNull();
    expect(etaSeconds({ marks: steady({ rate: 10, everyMs: 2_000, count: 10 }), left: 0 })).toBeNull();
  });

  it('is not fooled by a pause: two minutes without a database cost no more than a long step', () => {
    const before = steady({ rate: 500, everyMs: 2_000, count: 30 });
    const after = steady({ rate: 500, everyMs: 2_000, count: 30, at: 58_000 + 120_000, settled: 29_000 });
    const eta = etaSeconds({ marks: [...before, ...after], left: 150_000 });
    expect(eta).toBeGreaterThanOrEqual(300);
    expect(eta).toBeLessThan(345);
  });

  it('takes long steps for what they are where they are usual', () => {
    expect(etaSeconds({ marks: steady({ rate: 10, everyMs: 60_000, count: 5 }), left: 600 })).toBe(60);
  });

  it('goes by the last minutes: a rate that has fallen shows', () => {
    const fast = steady({ rate: 1_000, everyMs: 5_000, count: 60 });
    const slow = steady({ rate: 10, everyMs: 5_000, count: 62, at: 300_000, settled: 295_000 });
    expect(etaSeconds({ marks: all([...fast, ...slow]), left: 1_000 })).toBeGreaterThan(90);
  });

  const marks = fc
    .array(fc.tuple(fc.nat({ max: 400_000 }), fc.nat({ max: 100_000 })), { maxLength: 100 })
    .map((steps) => steps.reduce<Mark[]>((made, [ms, more]) => [...made, { at: (made.at(-1)?.at ?? 0) + ms, settled: (made.at(-1)?.settled ?? 0) + more }], []));

  it('is a whole number above zero, or nothing', () => {
    fc.assert(
      fc.property(marks, fc.nat({ max: 1_000_000_000 }), (given, left) => {
        const eta = etaSeconds({ marks: all(given), left });
        return eta === null || (Number.isInteger(eta) && eta > 0);
      }),
    );
  });

  it('keeps few marks, in their order, and the newest within two seconds', () => {
    fc.assert(
      fc.property(marks, (given) => {
        const kept = all(given);
        const newest = given.at(-1);
        expect(kept.length).toBeLessThanOrEqual(60);
        expect(kept.every((mark, index) => index === 0 || mark.at > (kept[index - 1]?.at ?? 0))).toBe(true);
        if (newest !== undefined) expect(newest.at - (kept.at(-1)?.at ?? Number.NEGATIVE_INFINITY)).toBeLessThan(2_000);
      }),
    );
  });

  it('lives with a clock that was set back', () => {
    expect(etaSeconds({ marks: all([{ at: 10_000, settled: 0 }, { at: 0, settled: 50 }, { at: 14_000, settled: 100 }]), left: 100 })).toBe(4);
  });
});
