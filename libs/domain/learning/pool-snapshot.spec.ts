import { describe, expect, it } from 'vitest';
import type { PoolLesson } from '@ml/contracts/pools';
import { changeBetween } from './pool-snapshot';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const pool = (more: Partial<PoolLesson> = {}): PoolLesson => ({
  instance_type: 'm5.large',
  availability_zone: 'us-east-1a',
  level: 'NORMAL',
  learned_score: 0.9,
  confidence: 0.65,
  blocked_until: null,
  ...more,
});
const from = (before: readonly PoolLesson[], after: readonly PoolLesson[], weight = 0.1) => changeBetween({ weight, pools: before }, { weight, pools: after }, NOW);

describe('what engines would decide otherwise for', () => {
  it.each([
    ['a pool becomes uncertain', [pool()], [pool({ level: 'UNCERTAIN' })]],
    ['a pool recovers', [pool({ level: 'CONFIRMED_RISKY' })], [pool()]],
    ['a risky pool is no longer known', [pool({ level: 'CONFIRMED_RISKY' })], []],
    ['a pool is blocked', [pool()], [pool({ blocked_until: '2026-11-21T10:03:00Z' })]],
    ['a block lasts longer', [pool({ blocked_until: '2026-11-21T10:03:00Z' })], [pool({ blocked_until: '2026-11-21T10:04:00Z' })]],
  ])('is where nodes may be sent: %s, whatever scores weigh', (_, before, after) => {
    expect(from(before, after)).toBe('risk');
    expect(from(before, after, 0)).toBe('risk');
  });

  it('is what the scores weigh', () => {
    expect(changeBetween({ weight: 0.1, pools: [] }, { weight: 0.1001, pools: [] }, NOW)).toBe('risk');
  });

  it('is not a block that is over: engines have seen that themselves', () => {
    expect(from([pool({ blocked_until: '2026-11-21T10:00:00Z' })], [pool()])).toBe('none');
  });

  it('is a score that has moved by half a point of a hundred, or a pool of which something is known now', () => {
    expect(from([pool()], [pool({ learned_score: 0.895 })])).toBe('scores');
    expect(from([pool()], [pool({ learned_score: 0.8951 })])).toBe('none');
    expect(from([pool()], [pool({ confidence: 0.8 })])).toBe('scores');
    expect(from([], [pool()])).toBe('scores');
    expect(from([pool()], [])).toBe('scores');
    expect(from([], [pool({ confidence: 0 })])).toBe('none');
  });

  it('is no score while scores weigh nothing', () => {
    expect(from([pool()], [pool({ learned_score: 0.1 })], 0)).toBe('none');
  });
});
