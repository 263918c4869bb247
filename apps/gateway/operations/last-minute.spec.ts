import { describe, expect, it } from 'vitest';
import { LastMinute } from './last-minute';

describe('the last minute', () => {
  it('counts what happened in the last 60 seconds and forgets the rest', () => {
    const minute = new LastMinute();
    for (let second = 0; second < 120; second += 1) minute.add(second * 1000, 2);
    expect(minute.read(119_000)).toEqual({ count: 60, sum: 120 });
    expect(minute.read(149_000)).toEqual({ count: 30, sum: 60 });
    expect(minute.read(300_000)).toEqual({ count: 0, sum: 0 });
  });
});
