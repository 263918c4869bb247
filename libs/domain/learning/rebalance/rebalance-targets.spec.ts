import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recommendation } from '@ml/contracts/decision';
import { onDemandTargets, spotTargets, targetRound, type RebalanceTarget } from './rebalance-targets';

const SOURCE = { instance_type: 'm5.large', availability_zone: 'us-east-1a' };
const recommended = (instance_type: string, availability_zone: string, safety_score: number) => ({ details: { instance_type, availability_zone, safety_score } }) as unknown as Recommendation;
const spot = (instance_type: string, availability_zone: string, safety_score: number): RebalanceTarget => ({ instance_type, availability_zone, capacity_type: 'spot', safety_score });

describe('the targets of a rebalancing', () => {
  it('are the pools that are recommended or planned, each once, safest first, and never the pool that is left', () => {
    const recommendations = [recommended('m6i.large', 'us-east-1b', 0.8), recommended('m5.large', 'us-east-1a', 0.99), recommended('m5a.large', 'us-east-1c', 0.9)];
    const nodes = [
      { instance_type: 'm6i.large', availability_zone: 'us-east-1b', capacity_type: 'spot', safety_score: 0.8 },
      { instance_type: 'm5.large', availability_zone: 'us-east-1b', capacity_type: 'spot', safety_score: 0.76 },
      { instance_type: 'm5.large', availability_zone: 'us-east-1b', capacity_type: 'on-demand', safety_score: 1 },
    ];
    expect(spotTargets({ recommendations, extra: { allocation_plan: { nodes } } }, SOURCE)).toEqual([
      spot('m5a.large', 'us-east-1c', 0.9),
      spot('m6i.large', 'us-east-1b', 0.8),
      spot('m5.large', 'us-east-1b', 0.76),
    ]);
  });

  it('are none where nothing is recommended, or where it cannot be read', () => {
    expect(spotTargets({ recommendations: [], extra: { allocation_plan: null } }, SOURCE)).toEqual([]);
    expect(spotTargets({ recommendations: [{ details: {} } as unknown as Recommendation], extra: {} }, SOURCE)).toEqual([]);
  });

  it('are on demand in every other zone where the type is offered, in its own only when there is no other', () => {
    const onDemand = (availability_zone: string): RebalanceTarget => ({ instance_type: 'm5.large', availability_zone, capacity_type: 'on-demand', safety_score: null });
    expect(onDemandTargets(SOURCE, ['us-east-1c', 'us-east-1a', 'us-east-1b'])).toEqual([onDemand('us-east-1b'), onDemand('us-east-1c')]);
    expect(onDemandTargets(SOURCE, ['us-east-1a'])).toEqual([onDemand('us-east-1a')]);
    expect(onDemandTargets(SOURCE, [])).toEqual([]);
  });

  const zone = fc.constantFrom('us-east-1a', 'us-east-1b', 'us-east-1c');
  const targets = fc.uniqueArray(fc.record({ instance_type: fc.constantFrom('a.large', 'b.large', 'c.large', 'd.large'), availability_zone: zone }), {
    minLength: 1,
    maxLength: 10,
    selector: ({ instance_type, availability_zone }) => `${instance_type}/${availability_zone}`,
  });

  it('get no more than their share of any number of jobs, those of other zones twice as much', () => {
    fc.assert(
      fc.property(targets, fc.integer({ min: 0, max: 500 }), (pools, jobs) => {
        const given = pools.map((pool) => ({ ...pool, capacity_type: 'spot' as const, safety_score: 0.8 }));
        const round = targetRound(given, SOURCE);
        const isOther = (target: RebalanceTarget): boolean => target.availability_zone !== SOURCE.availability_zone;
        const mixed = given.some(isOther) && !given.every(isOther);
        const weight = (target: RebalanceTarget): number => (mixed && isOther(target) ? 2 : 1);
        const all = given.reduce((sum, target) => sum + weight(target), 0);
        expect(round.length).toBe(all);
        for (const target of given) {
          const got = Array.from({ length: jobs }, (_, place) => round[place % round.length]).filter((one) => one === target).length;
          expect(Math.abs(got - (jobs * weight(target)) / all)).toBeLessThan(2);
        }
      }),
    );
  });
});
