import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineDecision } from '@ml/contracts/decision';
import type { PoolOutlook } from '@ml/contracts/forecasts';
import { syntheticMarket } from '@ml/testing/markets';
import { decide, forecastOf, nodeOf, planIn, type Scene } from './spot-input.fixture';

/** Whatever can stand in a forecast: a number that JSON cannot write is null there. */
const price = fc.oneof(fc.constantFrom(0, 1e-300, 1e-6, 10, 1e6, 1e308), fc.double({ min: 0, max: 2, noNaN: true }));
const share = fc.oneof(fc.constantFrom(null, 0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const said = fc.record({ price: fc.oneof(fc.constant(null), fc.record({ p10: price, p50: fc.oneof(price, fc.constant(null as unknown as number)), p90: price })), interruption_probability: share });
const SCENES = fc.record({ seed: fc.nat(), count: fc.integer({ min: 1, max: 20 }), relaxed: fc.boolean(), swaps: fc.boolean(), pools: fc.array(said, { minLength: 1, maxLength: 9 }) });
type Drawn = typeof SCENES extends fc.Arbitrary<infer Value> ? Value : never;

const sceneOf = ({ seed, count, relaxed, swaps, pools: told }: Drawn): { readonly without: Scene; readonly given: Scene } => {
  const prices = syntheticMarket({ types: 25, zones: 4, seed });
  const pools = prices.pools.map(({ instance_type, availability_zone, product }, index): PoolOutlook => ({ instance_type, availability_zone, product, ...(told[index % told.length] ?? { price: null, interruption_probability: null }) }));
  // Nodes that already run, in whatever pools there are: some of them are not safe, or break a layer.
  const running = prices.pools.slice(0, count).map((pool, index) => nodeOf(`n${index}`, [pool.instance_type, pool.availability_zone, index % 3 === 0 ? 'on-demand' : 'spot']));
  const requirements = { region: 'us-east-1', vcpu: 2, memory_gib: 4, architecture: 'x86_64', ...(swaps ? {} : { count }) };
  const without: Scene = { prices, requirements, constraints: { allow_relaxed: relaxed }, ...(swaps && { nodes: running }) };
  return { without, given: { ...without, poolForecast: forecastOf(pools, { as_of: prices.as_of }) } };
};

/** Of every pool that is shown, by name. */
const scoresIn = ({ recommendations, held }: EngineDecision): ReadonlyMap<string, unknown> =>
  new Map([
    ...recommendations.map(({ target, details }) => [target.name, details['safety_score']] as const),
    ...held.filter(({ code }) => code === 'SAFETY_BELOW_THRESHOLD').map(({ target, code, details }) => [`${target.name} ${code}`, JSON.stringify(details)] as const),
  ]);

const numbersIn = (value: unknown): readonly number[] => (typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []);

describe('a decision of spot nodes, whatever is expected', () => {
  const forAll = (check: (without: EngineDecision, given: EngineDecision) => void): void => {
    fc.assert(
      fc.property(SCENES, (drawn) => {
        const { without, given } = sceneOf(drawn);
        check(decide(without), decide(given));
      }),
      { numRuns: 120 },
    );
  };

  it('holds no number that is none, nor a text that shows one', () => {
    forAll((_, given) => {
      expect(numbersIn(given).every((number) => Number.isFinite(number))).toBe(true);
      expect(JSON.stringify(given)).not.toMatch(/NaN|Infinity/);
    });
  });

  it('scores no pool otherwise, and uses none that could not be used before', () => {
    forAll((without, given) => {
      const before = scoresIn(without);
      for (const [name, score] of scoresIn(given)) if (before.has(name)) expect([name, score]).toEqual([name, before.get(name)]);
      const refused = (decision: EngineDecision): unknown => JSON.stringify(Object.entries(decision.extra['held_summary'] ?? {}).filter(([code]) => !['NOT_CHOSEN', 'DEARER_THAN_FALLBACK'].includes(code)));
      expect(refused(given)).toEqual(refused(without));
    });
  });

  it('keeps every layer of a plan, unless the request lets them give, and then gives no other one than without', () => {
    forAll((without, given) => {
      const [before, after] = [brokenIn(without), brokenIn(given)];
      if (before !== null && after !== null) expect(after).toEqual(before);
    });
    fc.assert(
      fc.property(SCENES, (drawn) => {
        expect(brokenIn(decide(sceneOf({ ...drawn, relaxed: false }).given)) ?? []).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });
});

/** Null where nothing is to be done. */
const brokenIn = (decision: EngineDecision): readonly string[] | null => {
  const plan = planIn(decision);
  return decision.verdict !== 'act' || plan === null ? null : plan.layers.filter(({ holds }) => !holds).map(({ layer }) => layer);
};
