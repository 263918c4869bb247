import { describe, expect, it } from 'vitest';
import { goDuration } from './go-duration';

describe('a duration', () => {
  it.each([
    ['30m', 1_800_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['90s', 90_000],
    ['250ms', 250],
    ['0s', 0],
  ])('of %s is %i ms', (text, expected) => {
    expect(goDuration(text)).toBe(expected);
  });

  it.each(['', 'true', '30', '30 m', '-5m', '1d', '5m!', `${'1h'.repeat(20)}`])('is none when it is %j', (text) => {
    expect(goDuration(text)).toBeNull();
  });
});
