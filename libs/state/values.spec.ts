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
