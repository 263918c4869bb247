import { DAY_MS } from '@ml/units/time';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDays, dayOf, midnightMs } from './check-days';

const names = { from: 'gap_start_date', to: 'gap_end_date' };
const today = '2026-11-21';
const check = (from: string, to: string, maxDays = 90) => checkDays({ from, to, today, maxDays, names });
const ago = (days: number): string => dayOf(new Date(midnightMs(today) - days * DAY_MS));

describe('the days of a fill or a refresh', () => {
  it('are whole, with both ends, wherever they lie within reach', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), (one, other) => {
        const [first, last] = [Math.max(one, other), Math.min(one, other)];
        const days = check(ago(first), ago(last));
        expect(days.days).toBe(first - last + 1);
        expect(dayOf(days.from)).toBe(ago(first));
        expect(days.until.getTime() - days.from.getTime()).toBe(days.days * DAY_MS);
      }),
    );
  });

  it.each([
    { what: 'an end before the start', from: ago(2), to: ago(3), path: 'gap_end_date', text: /before gap_start_date/ },
    { what: 'an end to come', from: ago(2), to: ago(-1), path: 'gap_end_date', text: /future/ },
    { what: 'a start that is too long ago', from: ago(91), to: ago(1), path: 'gap_start_date', text: /more than 90 days ago.*begin with 2026-08-23/ },
    { what: 'a start that is no day', from: '2026-02-30', to: ago(1), path: 'gap_start_date', text: /is not a day/ },
    { what: 'an end that is a time', from: ago(1), to: '2026-11-20T00:00:00Z', path: 'gap_end_date', text: /is not a day/ },
  ])('are refused with $what', ({ from, to, path, text }) => {
    expect(() => check(from, to)).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path, message: expect.stringMatching(text) as string }) as Error);
  });

  it('reach as far as the installation lets them', () => {
    expect(check(ago(10), today, 10).days).toBe(11);
    expect(() => check(ago(11), today, 10)).toThrow(/more than 10 days ago/);
  });
});
