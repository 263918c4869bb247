import { describe, expect, it } from 'vitest';
import { microsOf, rfc3339Of } from './instants';

describe('an instant of the database', () => {
  it.each([
    ['2026-11-20 10:30:00+00', '2026-11-20T10:30:00Z', 0],
    ['2026-11-20 10:30:00.5+00', '2026-11-20T10:30:00.5Z', 500_000],
    ['2026-11-20 10:30:00.123456+00', '2026-11-20T10:30:00.123456Z', 123_456],
    ['1969-12-31 23:59:59.000001+00', '1969-12-31T23:59:59.000001Z', 1],
  ])('%s is %s to the microsecond', (text, rfc3339, micros) => {
    expect(rfc3339Of(text)).toBe(rfc3339);
    expect(microsOf(text)).toBe(BigInt(Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`)) * 1_000n + BigInt(micros));
  });

  it.each(['infinity', '10000-01-01 00:00:00+00', '0044-03-15 00:00:00+00 BC'])('is refused when it has no four digits for its year: %s', (text) => {
    expect(() => microsOf(text)).toThrow('an instant of the database');
  });
});
