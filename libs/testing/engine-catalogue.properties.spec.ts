import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineDecision } from '@ml/contracts/decision';
import { ENGINES as CONTRACTS } from '@ml/contracts/engines';
import { decisionFaults } from '@ml/engine-kernel/decision-faults';
import { ENGINE_CATALOGUE } from './engine-catalogue';
import { hoursAgo, WORLD_NOW, type Native } from './worlds/kubernetes-parts';
import { runEngineOn, WORLD_TYPES, type Existing } from './worlds/run-engine';
import { shuffled } from './worlds/shuffled';
import { worlds } from './worlds/world';

const RUNS = { numRuns: 40 } as const;
const HOUR_MS = 3_600_000;
const ENGINES = Object.keys(ENGINE_CATALOGUE) as readonly Existing[];
const world = worlds(WORLD_TYPES);
const text = (value: unknown): string => JSON.stringify(value);

/** What needs no price by its nature: nothing it recommends saves anything. This list only shrinks. */
const UNPRICED: readonly Existing[] = ['oomkilled_remediate'];

const OBSERVED_A_DAY_AGO = { observed_at: hoursAgo(25), instances_observed_at: hoursAgo(25), nodes_observed_at: hoursAgo(25) };

/** Memory is what was remembered a day ago: engines that want to see a thing twice do. */
const secondRound = (type: Existing, raw: Native): EngineDecision => {
  const first = runEngineOn({ type, raw: { ...raw, ...OBSERVED_A_DAY_AGO }, now: WORLD_NOW - 25 * HOUR_MS });
  return runEngineOn({ type, raw, memory: first.remember.filter(({ expires_at: until }) => Date.parse(until) > WORLD_NOW) }).decision;
};

const checkVerdict = (type: Existing, decision: EngineDecision): void => {
  expect(['act', 'hold', 'infeasible']).toContain(decision.verdict);
  expect(faultsOf(type, decision)).toEqual([]);
};

const faultsOf = (type: Existing, decision: EngineDecision): readonly string[] => decisionFaults(CONTRACTS[type].type, decision, WORLD_NOW);

const checkFrame = (decision: EngineDecision): void => {
  expect(text(JSON.parse(text(decision)))).toBe(text(decision));
};

const MARK = { 'karpenter.sh/do-not-disrupt': 'true', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true', 'downscaler/exclude': 'true', 'cloudoptim:ignore': 'true', 'cloudoptim/ignore': 'true' } as const;

/** Every object says "hands off", in the way of its kind. */
const optedOut = (raw: Native): Native => Object.fromEntries(Object.entries(raw).map(([kind, list]) => [kind, Array.isArray(list) ? list.map(marked) : list]));

const marked = (object: Native): Native => {
  const { metadata } = object as { readonly metadata?: { readonly annotations?: Native } };
  if (metadata !== undefined) return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...MARK } } };
  const tag = { Key: 'cloudoptim:ignore', Value: 'true' };
  return 'TagList' in object ? { ...object, TagList: [tag] } : { ...object, Tags: [tag] };
};

/** Series of our own have no place for a mark; what they are about has. */
const WITHOUT_MARKS: readonly Existing[] = ['spot_optimize', 'image_bloat'];

describe.each(ENGINES)('%s, like every engine', (type) => {
  const forAll = (check: (raw: Native) => void): void => fc.assert(fc.property(world, check), RUNS);

  it('gives the same answer for the same input, also after the state was stored', () => {
    forAll((raw) => {
      const first = text(runEngineOn({ type, raw }));
      expect(text(runEngineOn({ type, raw }))).toBe(first);
      expect(text(runEngineOn({ type, raw, stored: true }))).toBe(first);
    });
  });

  it('does not care in which order things are listed', () => {
    fc.assert(
      fc.property(world, fc.nat(20), (raw, turn) => {
        expect(text(runEngineOn({ type, raw: shuffled(raw, turn) }))).toBe(text(runEngineOn({ type, raw })));
      }),
      RUNS,
    );
  });

  it('needs what its contract says, and asks a model of usage only where it says so', () => {
    const { needs, usageQuestion } = ENGINE_CATALOGUE[type];
    expect([...needs].sort()).toEqual([...CONTRACTS[type].needs].sort());
    expect(usageQuestion !== undefined).toBe(needs.includes('usage_model'));
  });

  it('says in the evidence why no model took part, and names none', () => {
    const modelFallback = { code: 'NO_ACTIVE_MODEL', text: 'none is active' };
    const evidenceOf = (raw: Native): unknown => runEngineOn({ type, raw, modelFallback }).decision.evidence;
    fc.assert(
      fc.property(world, (raw) => {
        expect(evidenceOf(raw)).toMatchObject({ model: null, model_fallback: modelFallback });
      }),
      { numRuns: 5 },
    );
  });

  it('keeps the form of an answer, in the first round and in the second', () => {
    forAll((raw) => {
      for (const decision of [runEngineOn({ type, raw }).decision, secondRound(type, raw)]) {
        checkVerdict(type, decision);
        checkFrame(decision);
      }
    });
  });

  it('acts in some of these worlds, so that the rules above are about something', () => {
    const acted = fc.sample(world, { numRuns: 80, seed: 3 }).filter((raw) => secondRound(type, raw).verdict === 'act');
    expect(acted.length).toBeGreaterThan(0);
  });

  it('promises nothing where no price is known', () => {
    forAll((raw) => {
      const { decision } = runEngineOn({ type, raw, prices: null });
      expect(decision.estimated_savings).toBe(0);
      const codes = decision.held.map(({ code }) => code);
      if (decision.verdict === 'hold' && !UNPRICED.includes(type)) expect(codes.length).toBeGreaterThan(0);
      expect(decision.recommendations.every(({ estimated_monthly_savings: saving }) => saving === 0)).toBe(true);
    });
  });

  it('holds, and says why, when it is told nothing', () => {
    for (const raw of [{}, { observed_at: hoursAgo(0) }, { nodes: [], pods: [], instances: [], volumes: [], addresses: [], images: [], traffic: [], network: [], events: [] }]) {
      const { decision } = runEngineOn({ type, raw, requirements: type === 'spot_optimize' ? { vcpu: undefined, memory_gib: undefined, count: undefined } : {} });
      expect(decision.verdict).toBe('hold');
      expect(decision.held[0]?.code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(decision.estimated_savings).toBe(0);
    }
  });

  it('leaves every object alone that says so', () => {
    if (WITHOUT_MARKS.includes(type)) return;
    forAll((raw) => {
      expect(secondRound(type, optedOut(raw)).recommendations).toEqual([]);
    });
  });

  it('is as sure of an old state as of a new one at most', () => {
    forAll((raw) => {
      const fresh = runEngineOn({ type, raw }).decision;
      const old = runEngineOn({ type, raw: { ...raw, observed_at: hoursAgo(30) } }).decision;
      expect(old.confidence_score).toBeLessThanOrEqual(fresh.confidence_score);
    });
  });

  it('decides something about any part of a state', () => {
    fc.assert(
      fc.property(world, fc.array(fc.nat(30), { maxLength: 12 }), (raw, gone) => {
        const kinds = Object.keys(raw);
        const left = Object.fromEntries(Object.entries(raw).filter(([kind]) => !gone.some((index) => kinds[index % kinds.length] === kind)));
        const { decision } = runEngineOn({ type, raw: left });
        checkVerdict(type, decision);
        expect(decision.missing).toEqual([...new Set(decision.missing)]);
      }),
      RUNS,
    );
  });

  it('survives requirements and constraints of any form', () => {
    fc.assert(
      fc.property(world, fc.dictionary(fc.constantFrom('k', 'environments', 'level', 'grace_hours', 'excluded', 'count', 'windows'), fc.jsonValue()), (raw, junk) => {
        const { decision } = runEngineOn({ type, raw, requirements: junk as Native, constraints: junk as Native });
        checkVerdict(type, decision);
      }),
      RUNS,
    );
  });
});
