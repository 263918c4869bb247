import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import { CallLimiter } from './call-limiter';

/** Calls that all come while one is running; resolves with their numbers in the order in which they were begun. */
const orderOf = async (limiter: CallLimiter, lanes: readonly FetchLane[]): Promise<number[]> => {
  const begun: number[] = [];
  let release: () => void = () => undefined;
  const first = limiter.run(() => new Promise<void>((resolve) => (release = resolve)), 'fresh');
  const others = lanes.map((lane, index) => limiter.run(() => Promise.resolve(begun.push(index)), lane));
  release();
  await Promise.all([first, ...others]);
  return begun;
};

describe('CallLimiter', () => {
  it('lets fresh calls pass, and every fourth time whoever waits longest', async () => {
    const lanes: FetchLane[] = ['bulk', 'bulk', 'fresh', 'fresh', 'fresh', 'fresh', 'fresh', 'fresh'];
    expect(await orderOf(new CallLimiter(1), lanes)).toEqual([2, 3, 4, 0, 5, 6, 7, 1]);
  });

  it('begins every call once, each lane in its own order, never more than so many at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom<FetchLane>('fresh', 'bulk'), { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), async (lanes, limit) => {
        const limiter = new CallLimiter(limit);
        let running = 0;
        let most = 0;
        const begun: number[] = [];
        await Promise.all(
          lanes.map((lane, index) =>
            limiter.run(async () => {
              begun.push(index);
              running += 1;
              most = Math.max(most, running);
              await Promise.resolve();
              running -= 1;
            }, lane),
          ),
        );
        expect(begun.toSorted((a, b) => a - b)).toEqual(lanes.map((_, index) => index));
        for (const lane of ['fresh', 'bulk']) {
          const own = begun.filter((index) => lanes[index] === lane);
          expect(own).toEqual(own.toSorted((a, b) => a - b));
        }
        expect(most).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('gives the place of a call that failed to the next one', async () => {
    const limiter = new CallLimiter(1);
    const failed = limiter.run(() => Promise.reject(new Error('no')), 'fresh');
    const next = limiter.run(() => Promise.resolve('yes'), 'bulk');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
