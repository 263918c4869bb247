import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolOutlook } from '@ml/contracts/forecasts';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import { syntheticMarket } from '@ml/testing/markets';
import { decide, forecastOf, lesson, lessons, marketOf, nodesOf, NOW, planIn, poolOf, TEN, typeOf, type Scene } from './spot-input.fixture';

type Foretold = Partial<Pick<PoolOutlook, 'price' | 'interruption_probability'>>;

const outlook = (pool: string, { price = null, interruption_probability = null }: Foretold): PoolOutlook => {
  const [instance_type = '', availability_zone = ''] = pool.split('/');
  return { instance_type, availability_zone, product: 'Linux/UNIX', price, interruption_probability };
};
const around = (p50: number) => ({ p10: p50 * 0.9, p50, p90: p50 * 1.1 });

/** Middle of each class a month: what is taken without a model. */
const MIDDLE = [0.025, 0.075, 0.125, 0.175, 0.25] as const;

/** What is known today, said by models. */
const echo = (prices: PriceSnapshot): readonly PoolOutlook[] => {
  const types = new Map(prices.types.map((type) => [type.instance_type, type]));
  return prices.pools.map(({ instance_type, availability_zone, product, price }) => {
    const advised = types.get(instance_type)?.advisor.Linux?.class;
    return { instance_type, availability_zone, product, price: around(price), interruption_probability: advised === undefined ? null : MIDDLE[advised] };
  });
};

/** Of ten nodes eight may be spot, two in a pool: the cheaper type in expectation gets six. */
const spotNodes = (scene: Scene): Readonly<Record<string, number>> => {
  const lines = (planIn(decide({ requirements: TEN, ...scene }))?.nodes ?? []).filter(({ capacity_type: capacity }) => capacity === 'spot');
  return Object.fromEntries(['m5.large', 'c5.large'].map((type) => [type, lines.filter((line) => line.instance_type === type).reduce((sum, { count }) => sum + count, 0)]));
};
const SIX = { ...TEN, count: 6 };

describe('a decision with a forecast', () => {
  it('leaves a pool whose price is expected to rise above the others, and says which models it rests on', () => {
    const dearer = ['a', 'b', 'c'].map((zone) => outlook(`m5.large/us-east-1${zone}`, { price: around(0.08) }));
    const scene = { requirements: SIX, poolForecast: forecastOf(dearer) };
    expect([spotNodes({}), spotNodes({ poolForecast: scene.poolForecast })]).toEqual([
      { 'm5.large': 6, 'c5.large': 2 },
      { 'm5.large': 2, 'c5.large': 6 },
    ]);
    const { evidence, extra } = decide(scene);
    expect(evidence).toMatchObject({ model: { id: 'm-price', version: '1.0.0' }, model_fallback: null });
    expect(extra['pool_forecast']).toMatchObject({ horizon_hours: 24, price_model: { id: 'm-price' }, interruption_model: null });
  });

  it('does not count on a price that is expected to fall', () => {
    const cheaper = ['a', 'b', 'c'].map((zone) => outlook(`c5.large/us-east-1${zone}`, { price: around(0.001) }));
    expect(spotNodes({ poolForecast: forecastOf(cheaper) })).toEqual({ 'm5.large': 6, 'c5.large': 2 });
  });

  it('takes the probability of an interruption from the model, and the score from the advisor all the same', () => {
    // 0.03 + 0.9 a month x (1 + 0.1) USD / 730 h = 0.03136; of a class under 5% it is 0.03004.
    const restless = outlook('m5.large/us-east-1a', { interruption_probability: 0.9 });
    const [without, given] = [decide({ requirements: SIX }), decide({ requirements: SIX, poolForecast: forecastOf([restless]) })];
    const costIn = (decision: typeof given) => planIn(decision)?.nodes.find((node) => node.instance_type === 'm5.large' && node.availability_zone === 'us-east-1a')?.expected_hourly_cost;
    expect([costIn(without), costIn(given)]).toEqual([0.030038, 0.031356]);
    const scores = (decision: typeof given) => new Map(decision.recommendations.map(({ target, details }) => [target.name, details['safety_score']]));
    expect(scores(given)).toEqual(scores(without));
    expect(given.evidence.model).toMatchObject({ id: 'm-interruption' });
  });

  it('shows what is expected of each pool, and null where nothing is', () => {
    const { recommendations } = decide({ requirements: SIX, poolForecast: forecastOf([outlook('m5.large/us-east-1a', { price: around(0.031), interruption_probability: 0.04 })]) });
    const detailsOf = (pool: string) => recommendations.find(({ target }) => target.name === pool)?.details;
    expect(detailsOf('m5.large/us-east-1a')).toMatchObject({ predicted_price: { p50: 0.031 }, interruption_probability: 0.04 });
    expect(detailsOf('m5.large/us-east-1b')).toMatchObject({ predicted_price: null, interruption_probability: null });
  });

  it.each([
    ['is older than six hours', forecastOf(echo(marketOf()), { as_of: new Date(NOW - 6 * 3_600_000 - 1).toISOString() }), 'FORECAST_STALE'],
    ['says nothing of these pools', forecastOf([outlook('x9.large/us-east-1a', { price: around(1) })]), 'NO_FORECAST'],
    ['says that its model failed', forecastOf([], { models: { price: null, interruption: null }, fallbacks: [{ code: 'NO_ACTIVE_MODEL', text: 'none' }, { code: 'MODEL_FAILED', text: 'it ended' }] }), 'MODEL_FAILED'],
    ['is of another product', forecastOf(echo(marketOf()).map((pool) => ({ ...pool, product: 'Windows' as const }))), 'NO_FORECAST'],
  ])('goes without one that %s, and says so', (_, poolForecast, code) => {
    const found = decide({ requirements: SIX, poolForecast });
    expect(found.evidence).toMatchObject({ model: null, model_fallback: { code } });
    expect({ ...found, evidence: null }).toEqual({ ...decide({ requirements: SIX }), evidence: null });
  });

  it('is the same as without, but for what it says of models, where they expect what is known today', () => {
    fc.assert(
      fc.property(fc.record({ types: fc.integer({ min: 1, max: 30 }), zones: fc.integer({ min: 1, max: 6 }), seed: fc.nat(), count: fc.integer({ min: 1, max: 20 }) }), (drawn) => {
        const prices = syntheticMarket(drawn);
        const scene = { prices, requirements: { region: 'us-east-1', vcpu: 2, memory_gib: 4, count: drawn.count, architecture: 'x86_64' } };
        const [without, given] = [decide(scene), decide({ ...scene, poolForecast: forecastOf(echo(prices), { as_of: prices.as_of }) })];
        expect([given.verdict, planIn(given), given.held, given.estimated_savings]).toEqual([without.verdict, planIn(without), without.held, without.estimated_savings]);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps every layer and, fed back, holds, whatever is expected', () => {
    const foretold = fc.record({ p50: fc.double({ min: 0.0001, max: 1, noNaN: true }), interruption: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.record({ seed: fc.nat(), count: fc.integer({ min: 5, max: 20 }), all: fc.array(foretold, { minLength: 7, maxLength: 7 }) }), ({ seed, count, all }) => {
        const prices = syntheticMarket({ types: 25, zones: 4, seed });
        const pools = prices.pools.map((pool, index) => {
          const { p50 = 0.1, interruption = 0 } = all[index % all.length] ?? {};
          return { ...outlook(`${pool.instance_type}/${pool.availability_zone}`, { price: around(p50), interruption_probability: interruption }), product: pool.product };
        });
        const scene: Scene = { prices, poolForecast: forecastOf(pools, { as_of: prices.as_of }), requirements: { region: 'us-east-1', vcpu: 2, memory_gib: 4, count, architecture: 'x86_64' } };
        const decision = decide(scene);
        const plan = planIn(decision);
        if (decision.verdict !== 'act' || plan === null) return;
        expect(plan.layers.filter(({ holds }) => !holds)).toEqual([]);
        const { count: _count, ...renewed } = scene.requirements ?? {};
        const again = decide({ ...scene, requirements: renewed, nodes: nodesOf(plan.nodes) });
        expect(again.verdict).toBe('hold');
      }),
      { numRuns: 40 },
    );
  });

  it('keeps a node where it is when every cheaper pool is expected to become as dear', () => {
    const types = Array.from({ length: 20 }, (_, index) => typeOf(`t${index}.large`));
    const pools = types.flatMap(({ instance_type: type }, index) => ['a', 'b', 'c'].map((zone) => poolOf(`${type}/us-east-1${zone}`, 0.05 + index / 1_000)));
    const current = { instance_type: 't17.large', availability_zone: 'us-east-1a', capacity_type: 'spot' };
    const scene: Scene = { prices: marketOf({ types, pools }), requirements: { region: 'us-east-1', vcpu: 2, memory_gib: 8, current, count: 1 }, constraints: { allow_relaxed: true } };
    expect(decide(scene).held[0]?.code).not.toBe('SAVING_BELOW_THRESHOLD');
    const rising = forecastOf(pools.filter(({ instance_type: type }) => type !== 't17.large').map((pool) => outlook(`${pool.instance_type}/${pool.availability_zone}`, { price: around(0.067) })));
    expect(decide({ ...scene, poolForecast: rising }).held[0]?.code).toBe('SAVING_BELOW_THRESHOLD');
  });

  it('names no model where it did not come to looking at pools, and says so', () => {
    const { evidence } = decide({ requirements: { region: 'us-east-1', vcpu: 'many' }, poolForecast: forecastOf(echo(marketOf())) });
    expect(evidence).toMatchObject({ model: null, model_fallback: { code: 'NO_FORECAST' } });
  });

  it('leaves a pool that has become unsafe whatever is expected, and then says that the forecast was set aside', () => {
    const scene: Scene = { requirements: { ...TEN, count: null }, nodes: nodesOf(planIn(decide({ requirements: TEN }))?.nodes ?? []) };
    const risky = { ...scene, pools: lessons(lesson({ availability_zone: 'us-east-1b', level: 'CONFIRMED_RISKY' })) };
    const dear = forecastOf(marketOf().pools.map((pool) => outlook(`${pool.instance_type}/${pool.availability_zone}`, { price: around(0.9), interruption_probability: 1 })));
    expect([decide(scene), decide(risky)].map(({ verdict }) => verdict)).toEqual(['hold', 'act']);
    const [safe, moved] = [decide({ ...scene, poolForecast: dear }), decide({ ...risky, poolForecast: dear })];
    expect([safe.verdict, safe.evidence.model?.id]).toEqual(['hold', 'm-price']);
    expect(moved.evidence).toMatchObject({ model: null, model_fallback: { code: 'FORECAST_SET_ASIDE' } });
    expect({ ...moved, evidence: null }).toEqual({ ...decide(risky), evidence: null });
  });
});
