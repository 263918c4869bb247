import { describe, expect, it } from 'vitest';
import type { PoolTold } from '@ml/contracts/pools';
import { poolToldTo } from './pools-told';

const POOL = { instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1' } as const;
const UNCERTAIN: PoolTold = {
  ...POOL,
  episode_id: '019a7b1e-8c00-7000-8000-0000000000e1',
  level: 'UNCERTAIN',
  level_before: 'NORMAL',
  affected_clients_count: 2,
  interruptions_in_window: 5,
  at: '2026-11-21T10:00:00Z',
};
const RISKY: PoolTold = { ...UNCERTAIN, level: 'CONFIRMED_RISKY', level_before: 'UNCERTAIN', affected_clients_count: 3 };

describe('what is told of a pool', () => {
  it('is everything to the platform', () => {
    expect(poolToldTo(UNCERTAIN)(null)).toEqual({ event: 'pool_told', ...UNCERTAIN });
  });

  it('is the level alone to a tenant while fewer than three customers stand behind it', () => {
    const { affected_clients_count: _, interruptions_in_window: __, ...level } = UNCERTAIN;
    expect(poolToldTo(UNCERTAIN)('acme')).toEqual({ event: 'pool_told', ...level });
    expect(poolToldTo(RISKY)('acme')).toEqual({ event: 'pool_told', ...RISKY });
  });
});
