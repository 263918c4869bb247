import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POOL_LEVELS } from '@ml/contracts/pools';
import type { PoolStatusRow } from '@ml/persistence/stores/feedback/pool-status-row';
import { describePool } from './describe-pool';

const POOL = { instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1' };
const AT = new Date('2026-11-20T14:30:00Z');
const UNHEARD: PoolStatusRow = {
  risk_level: 'NORMAL',
  affected_clients_count: 0,
  recent_interruptions: 0,
  last_interruption_time: null,
  own_interruptions: null,
  own_last: null,
  episode_id: null,
  episode_customers: null,
  ends_at: null,
  blocked_until: null,
  final_score: null,
  confidence: null,
  ratio: null,
};
const platform = { tenant: null, advisor: undefined };
const tenant = { tenant: 'acme', advisor: undefined };
const TWO = { ...UNHEARD, risk_level: 'UNCERTAIN', affected_clients_count: 2, recent_interruptions: 5, last_interruption_time: AT, episode_id: 'e', episode_customers: 2, ends_at: AT } as const;

describe('a pool that nobody has heard of', () => {
  it.each([
    [0, 1],
    [1, 0.75],
    [2, 0.5],
    [3, 0.25],
    [4, 0],
  ] as const)('of advisor class %d has the safety %d, and says that nothing was learned', (advisor_class, safety) => {
    const { safety_score, risk_score, confidence, warnings } = describePool(POOL, UNHEARD, { tenant: null, advisor: { advisor_class, region_rate: null } });
    expect([safety_score, risk_score, confidence, warnings.map(({ code }) => code)]).toEqual([safety, 1 - safety, 0.5, ['NOTHING_LEARNED']]);
  });

  it('is worse where its family was interrupted more than expected', () => {
    const of = (ratio: number | null): number => describePool(POOL, { ...UNHEARD, ratio }, { tenant: null, advisor: { advisor_class: 1, region_rate: null } }).safety_score;
    expect(of(1.5)).toBeLessThan(of(1));
    expect(of(null)).toBe(of(1));
  });
});

describe('a pool of which something was learned', () => {
  it.each([
    ['NORMAL', 0.8, 0.2],
    ['UNCERTAIN', 0.7, 0.3],
    ['CONFIRMED_RISKY', 0.6, 0.4],
  ] as const)('has, while it is %s, the safety %d and the risk %d', (risk_level, safety, risk) => {
    const { safety_score, risk_score, confidence, warnings } = describePool(POOL, { ...UNHEARD, risk_level, final_score: 0.8, confidence: 0.95 }, platform);
    expect([safety_score, risk_score, confidence, warnings]).toEqual([safety, risk, 0.95, []]);
  });

  it('has scores from 0 to 1 that make one together', () => {
    fc.assert(
      fc.property(fc.constantFrom(...POOL_LEVELS), fc.double({ min: 0, max: 1, noNaN: true }), (risk_level, final_score) => {
        const { safety_score, risk_score } = describePool(POOL, { ...UNHEARD, risk_level, final_score }, platform);
        expect(safety_score).toBeGreaterThanOrEqual(0);
        expect(risk_score).toBeGreaterThanOrEqual(0);
        expect(safety_score + risk_score).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('what a tenant sees', () => {
  it('of two customers are its own figures, and neither when it will be over', () => {
    const own = describePool(POOL, { ...TWO, own_interruptions: 2, own_last: new Date('2026-11-20T14:00:00Z') }, tenant);
    expect(own).toMatchObject({ risk_level: 'UNCERTAIN', affected_clients_count: 1, recent_interruptions: 2, last_interruption_time: '2026-11-20T14:00:00.000Z', episode_ends_at: null });
    expect(describePool(POOL, { ...TWO, own_interruptions: 0 }, tenant)).toMatchObject({ affected_clients_count: 0, recent_interruptions: 0, last_interruption_time: null });
  });

  it('of three is what everybody sees', () => {
    const three = { ...TWO, risk_level: 'CONFIRMED_RISKY', affected_clients_count: 3, episode_customers: 3 } as const;
    expect(describePool(POOL, three, tenant)).toEqual(describePool(POOL, three, platform));
  });

  it('after three is when it will be over, and not the figures of the two who are left', () => {
    expect(describePool(POOL, { ...TWO, episode_customers: 3 }, tenant)).toMatchObject({ affected_clients_count: 0, episode_ends_at: AT.toISOString() });
  });
});
