import { describe, expect, it } from 'vitest';
import { epochMs, type EpochMs } from '@ml/units/brand';
import { worthOfState } from './confidence';
import { frameOf } from './frame';

const NOW = epochMs(Date.parse('2026-11-20T10:00:00Z'));
const minutes = (count: number): EpochMs => epochMs(NOW + count * 60_000);
const codes = (observed_at: EpochMs | null, warnings: readonly { code: string; text: string }[] = []): readonly string[] =>
  frameOf({ facts: { prices: undefined, pools: undefined }, config: { valid_minutes: 60 }, now: NOW, state: { observed_at } }, { warnings }).warnings.map(({ code }) => code);

describe('a state of another time', () => {
  it('is said to be old after an hour, and to be from the future beyond five minutes', () => {
    expect([-61, -60, 0, 5, 6].map((at) => codes(minutes(at)))).toEqual([['STATE_STALE'], [], [], [], ['OBSERVED_IN_FUTURE']]);
    expect(codes(null)).toEqual([]);
  });

  it('is said once, by the engine if it has words of its own', () => {
    expect(codes(minutes(-90), [{ code: 'STATE_STALE', text: 'its own words' }])).toEqual(['STATE_STALE']);
  });

  it('is worth as little from the future as from long ago', () => {
    expect([-2_000, 0, 5, 6, 600].map((at) => worthOfState(minutes(at), NOW))).toEqual([0.6, 1, 1, 0.6, 0.6]);
  });
});
