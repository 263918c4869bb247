import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdvisorClass } from '@ml/contracts/pricing';
import { customerLosses, type Loss } from './customer-losses';
import { DECAY_EPOCH_MS, decayFactor } from './decay';
import { gatherEvidence, type PoolView } from './gather-evidence';
import { familyRatio, learnPool, priorOf, regionRatio } from './learned-score';

const NOW = DECAY_EPOCH_MS + 300 * 86_400_000;
const POOLS = [0, 1, 2, 3] as const;
const CUSTOMERS = ['a', 'b', 'c', 'd', 'e'] as const;

interface Report extends Loss {
  readonly pool: number;
  readonly customer: string;
}

interface Place {
  readonly advisor_class: AdvisorClass;
  readonly months: Readonly<Record<string, number>>;
  readonly nodes: number;
}

/** Far apart, or within minutes; some of them a little ahead of now. */
const at = fc.oneof(fc.integer({ min: 0, max: 200 * 86_400 }), fc.integer({ min: 0, max: 900 })).map((second) => NOW + 300_000 - second * 1_000);
const report: fc.Arbitrary<Report> = fc.record({ pool: fc.constantFrom(...POOLS), customer: fc.constantFrom(...CUSTOMERS), at, nodes: fc.integer({ min: 1, max: 12 }) });
const months = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 40, noNaN: true }));
const place: fc.Arbitrary<Place> = fc.record({
  advisor_class: fc.constantFrom<AdvisorClass>(0, 1, 2, 3, 4),
  months: fc.record({ a: months, b: months, c: months, d: months, e: months }),
  nodes: fc.integer({ min: 0, max: 20 }),
});

/** From reports to scores, as the service does: the first two pools are of one family, the others of another. */
const scoresOf = (places: readonly Place[], reports: readonly Report[]): readonly number[] => {
  const views = places.map(({ advisor_class, months: exposures, nodes }, pool): PoolView => {
    const lossesOf = (customer: string): number => customerLosses(reports.filter((one) => one.pool === pool && one.customer === customer), nodes) * decayFactor(NOW);
    const customers = CUSTOMERS.map((customer) => [customer, { losses: lossesOf(customer), exposure: exposures[customer] ?? 0 }] as const);
    return { advisor_rate: priorOf({ advisor_class, region_rate: null }).rate, customers: new Map(customers) };
  });
  const region = regionRatio(gatherEvidence(views));
  return views.map((view, pool) => {
    const ratio = familyRatio(gatherEvidence(pool < 2 ? views.slice(0, 2) : views.slice(2)), region);
    return learnPool({ customers: [...view.customers.values()] }, priorOf({ advisor_class: places[pool]?.advisor_class ?? 0, region_rate: null }, ratio)).safety;
  });
};

describe('one more report', () => {
  const places = fc.tuple(place, place, place, place);

  it('makes no pool safer, neither its own nor any other of the region', () => {
    fc.assert(
      fc.property(places, fc.array(report, { maxLength: 40 }), report, (all, reports, more) => {
        const before = scoresOf(all, reports);
        for (const [pool, score] of scoresOf(all, [...reports, more]).entries()) expect(score).toBeLessThanOrEqual((before[pool] ?? 0) + 1e-9);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that came in another order changes nothing', () => {
    fc.assert(
      fc.property(places, fc.array(report, { maxLength: 40 }), (all, reports) => {
        const turned = scoresOf(all, [...reports].reverse());
        for (const [pool, score] of scoresOf(all, reports).entries()) expect(turned[pool]).toBeCloseTo(score, 9);
      }),
    );
  });

  it('and a thousand more of a customer without known hours take half of the scale at most from a pool, and nothing from others', () => {
    fc.assert(
      fc.property(places, fc.array(report, { maxLength: 40 }), fc.array(report, { minLength: 1, maxLength: 60 }), (all, reports, flood) => {
        const unknown = all.map((one) => ({ ...one, months: { ...one.months, a: 0 } }));
        const others = reports.filter(({ customer }) => customer !== 'a');
        const before = scoresOf(unknown, others);
        const after = scoresOf(unknown, [...others, ...flood.map((one) => ({ ...one, customer: 'a', pool: 0, nodes: one.nodes * 1_000 }))]);
        for (const [pool, score] of after.entries()) expect((before[pool] ?? 0) - score).toBeLessThanOrEqual(pool === 0 ? 0.5 : 1e-9);
      }),
    );
  });
});
