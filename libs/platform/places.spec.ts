import { describe, expect, it } from 'vitest';
import { Places } from './places';

const never = new AbortController().signal;
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('places', () => {
  it('are never taken by more than there are, and go to whoever waits longest', async () => {
    const places = new Places(2);
    const order: number[] = [];
    let [inside, most] = [0, 0];
    const work = (index: number) =>
      places.with(never, async () => {
        most = Math.max(most, (inside += 1));
        order.push(index);
        await soon();
        inside -= 1;
      });
    await Promise.all([0, 1, 2, 3, 4, 5].map(work));
    expect([most, order]).toEqual([2, [0, 1, 2, 3, 4, 5]]);
  });

  it('are given back by work that fails', async () => {
    const places = new Places(1);
    await expect(places.with(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await places.with(never, () => Promise.resolve('yes'))).toBe('yes');
  });

  it('are not waited for longer than the signal says, and not lost by that', async () => {
    const places = new Places(1);
    const first = places.with(never, soon);
    const gone = new AbortController();
    const second = places.with(gone.signal, soon);
    const third = places.with(never, () => Promise.resolve('third'));
    gone.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    await first;
    expect(await third).toBe('third');
    expect(places.waiting).toBe(0);
    expect(await places.with(never, () => Promise.resolve('free'))).toBe('free');
  });
});
