import { describe, expect, it } from 'vitest';
import { Health } from './health';

const down = () => Promise.reject(new Error('gone'));

describe('health', () => {
  it('is healthy while everything answers', async () => {
    const health = new Health();
    health.add('a', { critical: true, check: () => undefined });
    expect(await health.report()).toEqual({ status: 'healthy', checks: { a: { status: 'up', critical: true } } });
  });

  it('is degraded when something it can do without is down, and says what', async () => {
    const health = new Health();
    health.add('cache', { critical: false, check: down });
    expect(await health.report()).toEqual({ status: 'degraded', checks: { cache: { status: 'down', critical: false, message: 'gone' } } });
  });

  it('is unhealthy when something critical is down, or does not answer in time', async () => {
    const health = new Health();
    health.add('bus', { critical: true, check: () => new Promise(() => undefined) });
    const report = await health.report();
    expect(report.status).toBe('unhealthy');
    expect(report.checks['bus']?.message).toContain('no answer within');
  });

  it('is not ready any more once it drains', async () => {
    const health = new Health();
    expect(health.draining.aborted).toBe(false);
    health.drain();
    expect(health.draining.aborted).toBe(true);
    expect((await health.report()).status).toBe('unhealthy');
  });
});
