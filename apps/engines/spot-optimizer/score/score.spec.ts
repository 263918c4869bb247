import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdvisorClass } from '@ml/contracts/pricing';
import type { PoolLesson } from '@ml/contracts/pools';
import { epochMs } from '@ml/units/brand';
import { marketOf, NOW, poolOf, typeOf } from '../spot-input.fixture';
import { advisorScore } from '@ml/engine-kernel/spot-score/advisor';
import { lessonsIn } from './customer';
import { combined, type Term } from '@ml/engine-kernel/spot-score/terms';
import type { PoolView } from './formula';
import { formulaV1 } from './formula-v1';
import { formulaV2 } from './formula-v2';
import { gapScore } from './gap';
import { structuralScores } from '@ml/engine-kernel/spot-score/structural';
import { timeScore } from './time-of-day';
import { volatilityScore } from '@ml/engine-kernel/spot-score/volatility';

const ADVISOR_FOLDER = '../shared/data/spot_advisor';

describe('the advisor component', () => {
  it('falls evenly from the safest class to the worst and is unknown without a class', () => {
    expect(([0, 1, 2, 3, 4] as const).map(advisorScore)).toEqual([1, 0.75, 0.5, 0.25, 0]);
    expect(advisorScore(undefined)).toBeNull();
  });

  it.skipIf(!existsSync(ADVISOR_FOLDER))('scores every one of the 25,323 rows of the real file (skipped where ../shared/data is absent)', () => {
    const rows = readdirSync(ADVISOR_FOLDER).flatMap((file) => advisorRows(readFileSync(`${ADVISOR_FOLDER}/${file}`, 'utf8')));
    const counts = new Map<number | null, number>();
    for (const row of rows) counts.set(advisorScore(row), (counts.get(advisorScore(row)) ?? 0) + 1);
    expect(rows).toHaveLength(25_323);
    expect(Object.fromEntries(counts)).toEqual({ 1: 4_912, 0.75: 4_892, 0.5: 4_157, 0.25: 3_471, 0: 7_891 });
  });
});

type AdvisorFile = { readonly spot_advisor: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, { readonly r: AdvisorClass }>>>>>> };

const advisorRows = (text: string): readonly AdvisorClass[] =>
  Object.values((JSON.parse(text) as AdvisorFile).spot_advisor).flatMap((systems) => Object.values(systems).flatMap((types) => Object.values(types).map((row) => row.r)));

describe('the volatility component', () => {
  it('is 1 for a flat week, half at a variation of 0.10 and 0 from 0.20 on', () => {
    expect([0, 0.1, 0.2, 0.9].map((cv) => volatilityScore({ cv_168h: cv, history_hours: 168 }))).toEqual([1, 0.5, 0, 0]);
  });

  it('is unknown with less than a day of history', () => {
    expect(volatilityScore({ cv_168h: 0.01, history_hours: 23 })).toBeNull();
    expect(volatilityScore({ cv_168h: null, history_hours: 168 })).toBeNull();
    expect(volatilityScore(undefined)).toBeNull();
    expect(volatilityScore({ cv_168h: 0, history_hours: 24 })).toBe(1);
  });
});

describe('the gap component', () => {
  it('is the discount, never outside 0 and 1', () => {
    expect(gapScore(0.03, 0.1)).toBeCloseTo(0.7, 10);
    expect(gapScore(0.2, 0.1)).toBe(0);
    expect(gapScore(0.03, undefined)).toBeNull();
  });
});

describe('the time component', () => {
  it.each([
    ['2026-11-20T15:00:00Z', 'us-east-1', 0, 'Friday 10:00 in Virginia'],
    ['2026-11-20T13:59:00Z', 'us-east-1', 0.5, 'Friday 08:59 in Virginia'],
    ['2026-11-20T23:00:00Z', 'us-east-1', 0.5, 'Friday 18:00 in Virginia'],
    ['2026-11-21T03:00:00Z', 'us-east-1', 1, 'Friday 22:00 in Virginia'],
    ['2026-11-20T11:59:00Z', 'us-east-1', 1, 'Friday 06:59 in Virginia'],
    ['2026-11-21T17:00:00Z', 'us-east-1', 1, 'Saturday noon in Virginia'],
    ['2026-07-17T16:30:00Z', 'eu-central-1', 0.5, 'Friday 18:30 in Frankfurt, summer time'],
    ['2026-11-22T19:00:00Z', 'ap-south-1', 1, 'Monday 00:30 in Mumbai'],
    ['2026-11-23T03:30:00Z', 'ap-south-1', 0, 'Monday 09:00 in Mumbai'],
  ])('at %s in %s is %d (%s)', (now, region, expected) => {
    expect(timeScore(region, epochMs(Date.parse(now)))).toBe(expected);
  });

  it('is unknown for a region that nobody can place', () => {
    expect(timeScore('xx-moon-1', NOW)).toBeNull();
  });
});

describe('the structural component', () => {
  const family = (...classes: readonly AdvisorClass[]) => classes.map((advisorClass, index) => typeOf(`m5.${index + 1}xlarge`, { advisorClass }));

  it('is 0.5 of the other sizes, 0.3 of the generation and 0.2 of the size', () => {
    const types = family(4, 0, 1, 2);
    // Others of the first: (1 + 0.75 + 0.5) / 3 = 0.75; current generation; small: 0.375 + 0.3 + 0.2.
    expect(structuralScores(types, 'Linux/UNIX')(typeOf('m5.1xlarge', { advisorClass: 4 }))).toBeCloseTo(0.875, 10);
  });

  it('takes a family of fewer than three other sizes for unknown', () => {
    expect(structuralScores(family(0, 0, 0), 'Linux/UNIX')(typeOf('m5.1xlarge'))).toBeCloseTo(0.25 + 0.3 + 0.2, 10);
  });

  it.each([
    ['4xlarge', 0.2],
    ['large', 0.2],
    ['6xlarge', 0.12],
    ['8xlarge', 0.12],
    ['16xlarge', 0.12],
    ['18xlarge', 0.06],
    ['metal', 0.06],
    ['metal-24xl', 0.06],
  ])('gives %s a share of %d for its size', (size, share) => {
    const old = typeOf(`x1.${size}`, { current_generation: false });
    expect(structuralScores([], 'Linux/UNIX')(old)).toBeCloseTo(0.25 + 0.09 + share, 10);
  });
});

describe('the customer component', () => {
  const lesson = { instance_type: 'm5.large', availability_zone: 'us-east-1a', level: 'NORMAL', learned_score: 0.9, confidence: 0.95, blocked_until: null } as const;
  const lessons = lessonsIn('us-east-1', { weight: 0.9, as_of: '', pools: [lesson, { ...lesson, availability_zone: 'eu-west-1a', learned_score: 0 }] });

  it('is the learned score of the pool, else its family estimate drawn towards 0.5, else 0.5', () => {
    expect(lessons.customerScore(lessons.of('m5.large', 'us-east-1a'), 'm5.large')).toBe(0.9);
    expect(lessons.customerScore(undefined, 'm5.xlarge')).toBeCloseTo((0.95 * 0.9 + 3 * 0.5) / 3.95, 10);
    expect(lessons.customerScore(undefined, 'c5.large')).toBe(0.5);
  });

  it('is of a pool that nobody has seen what the advisor says of its type, moved by what its family showed; 0.5 while nothing was learned in the region', () => {
    const types = [typeOf('m5.large', { advisor: { Linux: { class: 1, savings_pct: null } } }), typeOf('m5.xlarge', { advisor: { Linux: { class: 3, savings_pct: null } } }), typeOf('c5.large', { advisor: { Linux: { class: 0, savings_pct: null } } })];
    const of = (pools: readonly PoolLesson[], instanceType: string) => lessonsIn('us-east-1', { weight: 0.25, as_of: '', pools }, types).customerScore(undefined, instanceType);
    expect(of([lesson], 'm5.xlarge')).toBeCloseTo(0.25 + (0.95 * (0.9 - 0.75)) / 3.95, 10);
    expect(of([lesson], 'c5.large')).toBe(1);
    expect(of([], 'c5.large')).toBe(0.5);
  });

  it('is the family estimate of a pool that is only known to have had no capacity', () => {
    const full = { ...lesson, availability_zone: 'us-east-1b', learned_score: 0.5, confidence: 0, blocked_until: '2026-11-20T10:06:00Z' } as const;
    const known = lessonsIn('us-east-1', { weight: 0.1, as_of: '', pools: [lesson, full] });
    expect(known.customerScore(known.of('m5.large', 'us-east-1b'), 'm5.large')).toBeCloseTo((0.95 * 0.9 + 3 * 0.5) / 3.95, 10);
  });

  it('is read once of a snapshot, for each region', () => {
    const snapshot = { weight: 0.1, as_of: '', pools: [lesson] };
    expect(lessonsIn('us-east-1', snapshot)).toBe(lessonsIn('us-east-1', snapshot));
    expect(lessonsIn('eu-west-1', snapshot).customerScore(undefined, 'm5.xlarge')).toBe(0.5);
  });

  it('takes, for a zone given by id, the worst that is known of the type in a zone given by name', () => {
    const blocked = (zone: string, until: string) => ({ ...lesson, availability_zone: zone, blocked_until: until });
    const risky = { ...lesson, availability_zone: 'us-east-1b', level: 'CONFIRMED_RISKY' } as const;
    const of = (...pools: readonly PoolLesson[]) => lessonsIn('us-east-1', { weight: 0, as_of: '', pools }).of('m5.large', 'use1-az1');
    const [early, late] = [blocked('us-east-1a', '2026-11-20T10:06:00Z'), blocked('us-east-1c', '2026-11-20T10:07:00Z')];
    expect(of(early, risky, late)).toBe(risky);
    expect(of(early, late)).toBe(late);
    expect(of({ ...late, availability_zone: 'us-east-1a' }, { ...early, availability_zone: 'us-east-1c' })?.blocked_until).toBe(late.blocked_until);
    expect(of(lesson)).toBeUndefined();
    expect(of({ ...risky, availability_zone: 'eu-west-1a' })).toBeUndefined();
  });

  it('weighs a quarter at most, and nothing when nothing was published', () => {
    expect(lessons.weight).toBe(0.25);
    expect(lessonsIn('us-east-1', undefined).weight).toBe(0);
  });
});

describe('a formula', () => {
  const view = (more: Partial<PoolView> = {}): PoolView => ({
    type: typeOf('m5.large'),
    zone: 'us-east-1a',
    pool: poolOf('m5.large/us-east-1a', 0.03, { cv_168h: 0.05 }),
    onDemand: 0.1,
    interruptionClass: 1,
    lesson: undefined,
    ...more,
  });
  const context = (weight: number) => ({
    snapshot: marketOf(),
    product: 'Linux/UNIX' as const,
    lessons: lessonsIn('us-east-1', { weight, as_of: '', pools: [] }),
    now: NOW,
  });

  it('of version 1 is 0.60 A + 0.25 V + 0.10 G + 0.05 T', () => {
    // Friday 05:05 in Virginia: T = 1. 0.45 + 0.1875 + 0.07 + 0.05
    expect(combined(formulaV1(context(0))(view()), 0)?.safety).toBe(0.7575);
  });

  it('of version 2 is (0.60 - w) A + 0.30 V + 0.10 S + w C', () => {
    // S = 0.25 + 0.3 + 0.2. At w = 0: 0.45 + 0.225 + 0.075; at w = 0.25: 0.2625 + 0.225 + 0.075 + 0.125.
    expect(combined(formulaV2(context(0))(view()), 0)?.safety).toBe(0.75);
    expect(combined(formulaV2(context(0.25))(view()), 0)?.safety).toBe(0.6875);
  });

  it('gives the weight of an unknown volatility to the known terms', () => {
    const terms = formulaV2(context(0))(view({ pool: undefined }));
    // (0.45 + 0.075) / 0.70
    expect(combined(terms, 0)?.safety).toBe(0.75);
    expect(terms.find((term) => term.name === 'volatility')?.score).toBeNull();
  });

  it('never lets the advisor classes 2 to 4 reach 0.75 in version 2 before anything was learned', () => {
    for (const interruptionClass of [2, 3, 4] as const) {
      expect(combined(formulaV2(context(0))(view({ interruptionClass, pool: poolOf('m5.large/us-east-1a', 0.01) })), 0)?.safety).toBeLessThan(0.75);
    }
  });

  it('takes 0.10 off an uncertain pool and never falls below 0', () => {
    expect(combined(formulaV2(context(0))(view()), 0.1)?.safety).toBe(0.65);
    expect(combined([{ name: 'advisor', weight: 1, score: 0 }], 0.2)?.safety).toBe(0);
  });

  it('has weights that sum to 1 and scores within 0 and 1, whatever is known', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const views = fc.record({ interruptionClass: fc.constantFrom<AdvisorClass>(0, 1, 2, 3, 4), cv: fc.option(share), price: share, onDemand: share, weight: share });
    const weightOf = (terms: readonly Term[]): number => terms.reduce((sum, term) => sum + term.weight, 0);
    fc.assert(
      fc.property(views, ({ interruptionClass, cv, price, onDemand, weight }) => {
        for (const formula of [formulaV1, formulaV2]) {
          const terms = formula(context(weight))(view({ interruptionClass, onDemand, pool: poolOf('m5.large/us-east-1a', price, { cv_168h: cv }) }));
          expect(weightOf(terms)).toBeCloseTo(1, 10);
          const safety = combined(terms, 0)?.safety ?? -1;
          expect(safety).toBeGreaterThanOrEqual(0);
          expect(safety).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
