import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { oomkilledRemediationSettings } from './config';
import { looksLikeLeak } from './leak';

const rules = defaultsOf(oomkilledRemediationSettings);
const TEN_MINUTES = 600;
const leaks = (series: readonly (number | null)[]) => looksLikeLeak(series, TEN_MINUTES, rules);
const times = (count: number, value: (index: number) => number) => Array.from({ length: count }, (_, index) => value(index));

describe('looksLikeLeak', () => {
  it('sees memory that grows along a line for hours', () => {
    expect(leaks(times(36, (step) => 200 + 5 * step))).toBe(true);
  });

  it('sees it between two kills, through gaps', () => {
    const tooth = times(30, (step) => 100 + 10 * step);
    expect(leaks([...tooth, null, ...tooth, null, null, ...tooth.slice(0, 5)])).toBe(true);
  });

  it.each([
    ['a start-up that levels off', times(60, (step) => 500 * (1 - Math.exp(-step / 6)))],
    ['a working day', times(144, (step) => 400 + 200 * Math.sin((step * 2 * Math.PI) / 144))],
    ['a level', times(60, () => 300)],
    ['growth of a tenth', times(60, (step) => 300 + step / 2)],
    ['too few samples', times(20, (step) => 100 + 20 * step)],
    ['jumps from load', times(60, (step) => (step % 10 === 0 ? 900 : 300))],
  ])('does not take %s for one', (_, series) => {
    expect(leaks(series)).toBe(false);
  });

  it('does not take two hours of minutes for one', () => {
    expect(looksLikeLeak(times(120, (step) => 100 + step), 60, rules)).toBe(false);
  });

  it('judges any series', () => {
    fc.assert(fc.property(fc.array(fc.option(fc.double({ min: 0, max: 1e15, noNaN: true })), { maxLength: 200 }), (series) => {
        expect(typeof leaks(series)).toBe('boolean');
      }),
    );
  });
});
