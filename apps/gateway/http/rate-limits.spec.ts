import { describe, expect, it } from 'vitest';
import type { GatewaySettings } from '../settings';
import { RateLimits } from './rate-limits';

const limits = (): RateLimits => new RateLimits({ rateLimitPerMinute: 3, failedAuthPerMinute: 2 } as GatewaySettings);
const RATE_LIMITED = { code: 'RATE_LIMITED', retryable: true, details: { retry_after_seconds: expect.any(Number) as number } };

describe('the limit of a key', () => {
  it('counts down and then refuses, saying when to come again', async () => {
    const rate = limits();
    const remaining = [];
    for (let asked = 0; asked < 3; asked += 1) remaining.push((await rate.take('a')).remaining);
    expect(remaining).toEqual([2, 1, 0]);
    await expect(rate.take('a')).rejects.toMatchObject(RATE_LIMITED);
  });

  it('is its own', async () => {
    const rate = limits();
    for (let asked = 0; asked < 3; asked += 1) await rate.take('a');
    expect((await rate.take('b')).remaining).toBe(2);
  });
});

describe('the limit of guesses', () => {
  it('refuses an address after its failures, and no other', async () => {
    const rate = limits();
    await rate.refuseGuesser('1.2.3.4');
    for (let guess = 0; guess < 5; guess += 1) await rate.countFailure('1.2.3.4');
    await expect(rate.refuseGuesser('1.2.3.4')).rejects.toMatchObject(RATE_LIMITED);
    await expect(rate.refuseGuesser('5.6.7.8')).resolves.toBeUndefined();
  });
});
