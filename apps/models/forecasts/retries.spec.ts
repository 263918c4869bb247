import { describe, expect, it } from 'vitest';
import { Retries } from './retries';

const published = (snapshot_id: string, region = 'us-east-1') => ({ region, snapshot_id });

describe('forecasts that were not what they should be', () => {
  it('are tried again after pauses that grow, and at most half an hour apart', () => {
    let now = 0;
    const retries = new Retries(() => now);
    const made: number[] = [];
    for (; now < 10_000_000; now += 5_000) if (retries.isDue(published('a'))) made.push(now);
    const pauses = made.slice(1).map((at, index) => at - (made[index] ?? 0));
    expect(pauses.slice(0, 4)).toEqual([25_000, 50_000, 100_000, 200_000]);
    expect(Math.max(...pauses)).toBe(1_800_000);
  });

  it('are tried at once with other prices, in another region and with other models', () => {
    const retries = new Retries(() => 0);
    expect([retries.isDue(published('a')), retries.isDue(published('a')), retries.isDue(published('b')), retries.isDue(published('b', 'eu-west-1'))]).toEqual([true, false, true, true]);
    retries.forget();
    expect(retries.isDue(published('b'))).toBe(true);
  });
});
