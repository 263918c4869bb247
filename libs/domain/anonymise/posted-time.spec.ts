import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postedTime } from './posted-time';

describe('a time that was posted', () => {
  it('is what Date.parse makes of it, in every form that programs write', () => {
    const tail = fc.constantFrom('Z', '.5Z', '.123Z', '.000+00:00', '+00:00', '+02:00', '-0530', 'z');
    const thousandths = fc.nat(999).map((milliseconds) => `.${String(milliseconds).padStart(3, '0')}Z`);
    const day = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.oneof(tail, thousandths), (date, end) => {
        const text = `${date.toISOString().slice(0, 19)}${end}`;
        expect(postedTime(text)).toBe(Date.parse(text.replace('-0530', '-05:30')));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['2026-02-30T00:00:00Z', '2026-11-20T10:00:00', '2026-11-20', '2026-11-20T24:30:00Z', '2026-13-01T00:00:00.5Z', '2026-11-20T10:00:00.5x0Z', '2026-11-20T10:00:00Z0', '2026-11-20T10:00:00x', 'miriam', '', 7, null, undefined, ['2026-11-20T10:00:00Z']])('is none: %j', (text) => {
    expect(postedTime(text)).toBeNull();
  });
});
