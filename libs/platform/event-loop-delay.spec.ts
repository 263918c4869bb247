import { describe, expect, it } from 'vitest';
import { watchEventLoop } from './event-loop-delay';
import { Metrics } from './metrics';

const BLOCKED_MS = 120;

const longest = async (metrics: Metrics): Promise<number> => {
  const found = /ml_event_loop_delay_seconds\{quantile="1".*\} (\S+)/.exec(await metrics.registry.metrics());
  return Number(found?.[1]) * 1_000;
};

describe('the delay of the event loop', () => {
  it('is what somebody waited for whoever blocked it, and is forgotten once it was told', async () => {
    const metrics = new Metrics('test');
    watchEventLoop(metrics);
    await new Promise((resolve) => setTimeout(resolve, 50));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await longest(metrics)).toBeGreaterThan(BLOCKED_MS * 0.9);
    await expect.poll(() => longest(metrics)).toBeLessThan(BLOCKED_MS * 0.9);
  });
});
