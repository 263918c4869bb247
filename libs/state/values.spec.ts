import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateFault } from './fault';
import { choice, decimal, time, whole } from './values';

describe('time', () => {
  it('reads RFC 3339 with a zone', () => {
    expect(time('2026-11-20T10:00:00Z')).toBe(Date.UTC(2026, 10, 20, 10));
    expect(time('2026-11-20T12:00:00.500+02:00')).toBe(Date.UTC(2026, 10, 20, 10, 0, 0, 500));
  });

  it.each(['2026', '2026-11-20', '2026-11-20T10:00:00', '2026-13-20T10:00:00Z', 'tomorrow', 1_700_000_000, null])('refuses %j', (value) => {
    expect(() => time(value)).toThrow(StateFault);
  });
});

describe('a day that does not exist', () => {
  it.each(['2026-02-30T00:00:00Z', '2026-02-29T10:00:00.5Z', '2026-04-31T10:00:00+02:00', '2026-11-31T10:00:00Z'])('is no time: %s', (text) => {
    expect(() => time(text)).toThrow('is not an RFC 3339 time');
  });

  it('does not keep the others from being read', () => {
    expect(time('2028-02-29T23:59:59+01:00')).toBe(Date.UTC(2028, 1, 29, 22, 59, 59));
    expect(time('2026-12-31T23:59:59Z')).toBe(Date.UTC(2026, 11, 31, 23, 59, 59));
  });
});

describe('a time as the API server writes it', () => {
  it.each(['2024-02-29T10:00:00Z', '2026-00-10T10:00:00Z', '2026-11-20T24:00:00Z', '2026-11-20T10:60:00Z', '2026-1a-20T10:00:00Z', '0099-11-20T10:00:00Z'])(
    'is judged as by Date.parse when it is %s',
    (value) => {
      const expected = Date.parse(value);
      if (Number.isNaN(expected)) expect(() => time(value)).toThrow('is not an RFC 3339 time');
      else expect(time(value)).toBe(expected);
    },
  );

  it('is read the same as by Date.parse', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
        const value = `${date.toISOString().slice(0, 19)}Z`;
        expect(time(value)).toBe(Date.parse(value));
      }),
    );
  });
});

describe('numbers and choices', () => {
  it('are kept within their bounds', () => {
    expect(decimal({ min: 0, max: 1 })(0.75)).toBe(0.75);
    expect(() => decimal({ min: 0, max: 1 })(1.5)).toThrow('1.5 is not between 0 and 1');
    expect(() => decimal({ min: 0, max: 1 })('0.5')).toThrow('"0.5" is not a number');
    expect(() => decimal({ min: 0, max: 1 })(Number.NaN)).toThrow('NaN is not a number');
    expect(() => whole({ min: 1, max: 9 })(1.5)).toThrow('1.5 is not a whole number');
    expect(() => choice(['spot', 'on-demand'])('free')).toThrow('"free" is none of spot, on-demand');
  });
});
