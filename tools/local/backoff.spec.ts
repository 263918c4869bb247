import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff';

describe('pauses before a service is started again', () => {
  it('doubles them up to half a minute', () => {
    const backoff = new Backoff();
    expect(Array.from({ length: 8 }, () => backoff.next(100))).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('begins anew after a life of a minute', () => {
    const backoff = new Backoff();
    backoff.next(100);
    backoff.next(100);
    expect(backoff.next(60_000)).toBe(500);
  });
});
