import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineDecision } from '@ml/contracts/decision';
import { app, decideOn, flow, node, NODES, service, ZONES, type Json, type Scene } from './traffic.fixture';

const USD_PER_GB_DAY = (0.01 * 2 * 730) / 24;
const NAMES = ['a', 'b', 'c', 'd'] as const;

/** What stands where and who talks to whom, apart from what the engine makes of it. */
interface Small {
  readonly places: readonly { readonly zone: number; readonly movable: boolean; readonly spread: boolean }[];
  readonly streams: readonly { readonly from: number; readonly to: number; readonly fromZone: number; readonly toZone: number; readonly gb: number }[];
  readonly floor: number;
}

const small: fc.Arbitrary<Small> = fc
  .record({
    places: fc.array(fc.record({ zone: fc.nat(2), movable: fc.boolean(), spread: fc.boolean() }), { minLength: 4, maxLength: 4 }),
    streams: fc.uniqueArray(fc.record({ from: fc.nat(3), to: fc.nat(3), fromZone: fc.nat(2), toZone: fc.nat(2), gb: fc.integer({ min: 11, max: 500 }) }), {
      maxLength: 10,
      selector: ({ from, to, fromZone, toZone }) => [from, to, fromZone, toZone].join(' '),
    }),
    floor: fc.constantFrom(0, 5, 60),
  })
  .map(({ places, streams, floor }) => {
    // Only a workload that is spread was seen in more than one zone.
    const at = (index: number, zone: number): number => (places[index]?.spread === true ? zone : (places[index]?.zone ?? 0));
    const seen = streams.filter(({ from, to }) => from !== to).map((one) => ({ ...one, fromZone: at(one.from, one.fromZone), toZone: at(one.to, one.toZone) }));
    return { places, floor, streams: [...new Map(seen.map((one) => [[one.from, one.to, one.fromZone, one.toZone].join(' '), one])).values()] };
  });

const everywhere = Array.from({ length: 9 }, (_, index) => ZONES[index % 3] as string);
const nameOf = (index: number): string => NAMES[index] ?? '';

const sceneOf = ({ places, streams, floor }: Small): Scene => ({
  apps: places.map(({ zone, movable, spread }, index) => app(nameOf(index), spread ? everywhere : [ZONES[zone] as string], { kind: movable ? 'Deployment' : 'DaemonSet' })),
  services: places.map((_, index) => service(nameOf(index))),
  traffic: streams.map(({ from, to, fromZone, toZone, gb }) => flow(nameOf(from), nameOf(to), [ZONES[fromZone] as string, ZONES[toZone] as string, gb])),
  requirements: { min_monthly_savings: floor },
});

interface Plan {
  /** Zone by workload. */
  readonly zones: readonly number[];
  /** Workloads whose service prefers the zone of the client. */
  readonly close: readonly boolean[];
}

/** Written apart from the engine: what crosses zones when the plan is carried out, GB a day. */
const crossingOf = ({ places, streams }: Small, { zones, close }: Plan): number =>
  streams.reduce((sum, { from, to, fromZone, toZone, gb }) => {
    const source = places[from]?.spread === true ? fromZone : zones[from];
    const target = places[to]?.spread === true ? toZone : zones[to];
    const kept = places[to]?.spread === true && close[to] === true;
    return source === target || kept ? sum : sum + gb;
  }, 0);

const planOf = ({ places }: Small, { recommendations }: EngineDecision): Plan => ({
  zones: places.map(({ zone }, index) => {
    const moved = recommendations.find(({ action, target }) => action === 'add_pod_affinity' && target.name === nameOf(index));
    return moved === undefined ? zone : ZONES.findIndex((name) => name === moved.details['to_zone']);
  }),
  close: places.map((_, index) => recommendations.some(({ action, target }) => action === 'patch_service' && target.name === nameOf(index))),
});

const today = ({ places }: Small): Plan => ({ zones: places.map(({ zone }) => zone), close: places.map(() => false) });

const totalOf = (drawn: Small, plan: Plan): number => {
  const changes = plan.zones.filter((zone, index) => zone !== drawn.places[index]?.zone).length + plan.close.filter(Boolean).length;
  return crossingOf(drawn, plan) * USD_PER_GB_DAY + changes * drawn.floor;
};

/** Only who has traffic across zones today is a reason to change something. */
const crosses = ({ streams }: Small, index: number): boolean => streams.some(({ from, to, fromZone, toZone }) => fromZone !== toZone && (from === index || to === index));

const each = <T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] => choices.reduce<readonly (readonly T[])[]>((all, some) => all.flatMap((one) => some.map((next) => [...one, next])), [[]]);

/** Three endpoints in each of three zones: a third of the load is the share of each, and no zone may get a fifth more. */
const isBalanced = ({ places, streams }: Small, { zones, close }: Plan): boolean =>
  close.every((closer, index) => {
    const towards = streams.filter(({ to }) => to === index);
    const listsLocal = towards.some(({ fromZone, toZone }) => fromZone === toZone);
    const loads = [0, 1, 2].map((zone) => towards.filter(({ from, fromZone }) => (places[from]?.spread === true ? fromZone : zones[from]) === zone).reduce((sum, { gb }) => sum + gb * (listsLocal ? 1 : 1.5), 0));
    return !closer || (Math.max(...loads) * 3) / loads.reduce((sum, load) => sum + load, 0) < 1.2 - 1e-9;
  });

const plansOf = (drawn: Small): readonly Plan[] => {
  const { places, streams } = drawn;
  const called = (index: number): boolean => streams.some(({ to, fromZone, toZone }) => to === index && fromZone !== toZone);
  const closes = each(places.map(({ spread }, index) => (spread && called(index) ? [false, true] : [false])));
  const zonings = each(places.map(({ zone, movable, spread }, index) => (movable && !spread && crosses(drawn, index) ? [0, 1, 2] : [zone])));
  return closes.flatMap((close) => zonings.map((zones) => ({ zones, close }))).filter((plan) => isBalanced(drawn, plan));
};

describe('a choice for all pairs together', () => {
  it('saves exactly what no longer crosses zones, as somebody else counts it', () => {
    fc.assert(
      fc.property(small, (drawn) => {
        const decision = decideOn(sceneOf(drawn));
        const saved = (crossingOf(drawn, today(drawn)) - crossingOf(drawn, planOf(drawn, decision))) * USD_PER_GB_DAY;
        expect(decision.estimated_savings).toBeCloseTo(saved, 1);
      }),
      { numRuns: 300 },
    );
  });

  it('is never worse than doing nothing, what every change must bring included', () => {
    fc.assert(
      fc.property(small, (drawn) => {
        expect(totalOf(drawn, planOf(drawn, decideOn(sceneOf(drawn))))).toBeLessThanOrEqual(totalOf(drawn, today(drawn)) + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('is as good as the best of all choices that overload no zone, found by looking at each', () => {
    fc.assert(
      fc.property(small, (drawn) => {
        const plan = planOf(drawn, decideOn(sceneOf(drawn)));
        expect(isBalanced(drawn, plan)).toBe(true);
        expect(totalOf(drawn, plan)).toBeCloseTo(Math.min(...plansOf(drawn).map((one) => totalOf(drawn, one))), 6);
      }),
      { numRuns: 300 },
    );
  });

  it('moves nobody who stands in several zones, runs everywhere, or has no room', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 3 }), (drawn, cores) => {
        const scene = sceneOf(drawn);
        // In each zone a node on which just so many single pods of a core find room beside those that stand there.
        const singles = drawn.places.map(({ zone, movable, spread }, index) => app(nameOf(index), spread ? everywhere : [ZONES[zone] as string], { kind: movable ? 'Deployment' : 'DaemonSet', cpu: spread ? '1m' : '1' }));
        const taken = (zone: number): number => drawn.places.filter((one) => !one.spread && one.zone === zone).length;
        const nodes: readonly Json[] = ZONES.map((zone, index) => node(zone, zone, `${taken(index) + cores}100m`));
        const decision = decideOn({ ...scene, apps: singles, nodes });
        const arrived = ZONES.map((zone) => decision.recommendations.filter(({ details }) => details['to_zone'] === zone).length);
        expect(Math.max(...arrived)).toBeLessThanOrEqual(cores);
        for (const { target, action } of decision.recommendations) {
          const place = drawn.places[NAMES.findIndex((name) => name === target.name)];
          expect(place?.spread).toBe(action === 'patch_service');
          if (action === 'add_pod_affinity') expect(place?.movable).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('many workloads that talk to each other', () => {
  it('are improved change by change where looking at every choice would take too long, and never made worse', () => {
    const stream = fc.record({ from: fc.nat(11), to: fc.nat(11), gb: fc.integer({ min: 11, max: 300 }) });
    fc.assert(
      fc.property(fc.uniqueArray(stream, { minLength: 12, maxLength: 40, selector: ({ from, to }) => `${from} ${to}` }), (streams) => {
        const zoneOf = (index: number): string => ZONES[index % 3] as string;
        const decision = decideOn({
          apps: Array.from({ length: 12 }, (_, index) => app(`w${index}`, [zoneOf(index)], { kind: index % 4 === 0 ? 'DaemonSet' : 'Deployment' })),
          traffic: streams.filter(({ from, to }) => from !== to).map(({ from, to, gb }) => flow(`w${from}`, `w${to}`, [zoneOf(from), zoneOf(to), gb])),
          nodes: NODES,
        });
        const zones = new Map(decision.recommendations.map(({ target, details }) => [target.name, String(details['to_zone'])]));
        const at = (index: number): string => zones.get(`w${index}`) ?? zoneOf(index);
        const cost = (place: (index: number) => string): number => streams.reduce((sum, { from, to, gb }) => (place(from) === place(to) ? sum : sum + gb), 0) * USD_PER_GB_DAY;
        expect(decision.estimated_savings).toBeCloseTo(cost(zoneOf) - cost(at), 1);
        expect(decision.estimated_savings).toBeGreaterThanOrEqual(5 * decision.recommendations.length - 0.1);
      }),
      { numRuns: 60 },
    );
  });
});
