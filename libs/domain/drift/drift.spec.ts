import { mulberry32 } from '@ml/testing/mulberry32';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftOf, type DriftInput } from './drift-of';
import { effectiveRows } from './effective-rows';
import { holm } from './holm';
import { ksTest } from './kolmogorov-smirnov';
import { normalisedWasserstein } from './wasserstein';

describe('the Kolmogorov-Smirnov test', () => {
  it('finds the largest distance between two samples', () => {
    // After 2: two of four against none of three.
    expect(ksTest([1, 2, 3, 4], [2.5, 3.5, 4.5]).statistic).toBe(0.5);
    expect(ksTest([1, 1, 1], [1, 1]).statistic).toBe(0);
    expect(ksTest([1, 2], [3, 4]).statistic).toBe(1);
  });

  it('has the published p-values of its distribution: 5 % at 1.358, 1 % at 1.628', () => {
    // Samples so large that the correction vanishes: n = m = 2 N gives an effective size of N.
    const at = (x: number): number => {
      const [size, effective] = [200_000, Math.sqrt(100_000)];
      const shifted = Math.round((x / (effective + 0.12 + 0.11 / effective)) * size);
      const a = Float64Array.from({ length: size }, (_, index) => index);
      const b = Float64Array.from({ length: size }, (_, index) => index + shifted);
      return ksTest(a, b).p_value;
    };
    expect(at(1.358)).toBeCloseTo(0.05, 3);
    expect(at(1.628)).toBeCloseTo(0.01, 3);
  });

  it('does not care which sample comes first, nor about a common scale', () => {
    const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 30 }).map((values) => values.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(ksTest(a, b)).toEqual(ksTest(b, a));
        expect(ksTest(a, b)).toEqual(
          ksTest(
            a.map((value) => value * 8),
            b.map((value) => value * 8),
          ),
        );
        expect(normalisedWasserstein(a, a)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the distance', () => {
  it('is a shift in standard deviations', () => {
    const reference = Array.from({ length: 1_000 }, (_, index) => index);
    const deviation = Math.sqrt((1_000 ** 2 - 1) / 12);
    expect(normalisedWasserstein(reference, reference.map((value) => value + 50))).toBeCloseTo(50 / deviation, 10);
  });

  it('measures what never varied by its own size', () => {
    expect(normalisedWasserstein([4, 4, 4], [5, 5])).toBe(0.25);
    expect(normalisedWasserstein([0, 0], [0.5, 0.5])).toBe(0.5);
  });
});

describe('rows of requests', () => {
  it('are worth as many as they are when each is alone, or no more alike than others', () => {
    expect(effectiveRows([[1], [2], [3]])).toBe(3);
    expect(effectiveRows([[1, 4], [2, 3], [4, 1], [3, 2]])).toBe(8);
  });

  it('are worth one of each request when they are the same', () => {
    expect(effectiveRows([[1, 1], [2, 2], [3, 3]])).toBe(3);
    expect(effectiveRows([[8, 8, 8], [8], []])).toBeCloseTo(4 / (10 / 4), 12);
    expect([effectiveRows([[1, 2, 3]]), effectiveRows([])]).toEqual([1, 0]);
  });
});

describe('the correction for many features', () => {
  it('multiplies each p-value by how many are left, and keeps their order', () => {
    expect(holm([0.01, 0.04, 0.03]).map((p) => Number(p.toFixed(6)))).toEqual([0.03, 0.06, 0.06]);
    expect(holm([])).toEqual([]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });
});

/** A request for each row. */
const singly = (current: Readonly<Record<string, readonly (number | null)[]>>): DriftInput['current'] =>
  Object.fromEntries(Object.entries(current).map(([feature, values]) => [feature, values.map((value) => [value])]));

describe('drift', () => {
  const FEATURES = ['price', 'cv', 'vcpu', 'class', 'ratio'];
  const REFERENCE_ROWS = 500;

  /** Skewed as prices are, spread, and discrete as classes are. */
  const draw = (random: () => number, feature: string, shift: number): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) + shift;
    if (feature === 'price') return Math.exp(normal);
    return feature === 'class' ? Math.max(0, Math.round(normal + 1)) : normal;
  };
  const world = (random: () => number, rows: number, shifted: string | null = null): DriftInput => {
    const of = (count: number, shift: number) =>
      Object.fromEntries(FEATURES.map((feature) => [feature, Array.from({ length: count }, () => draw(random, feature, feature === shifted ? shift : 0))]));
    return { reference: of(REFERENCE_ROWS, 0), current: singly(of(rows, 1)) };
  };
  const alarms = (rows: number, trials: number, shifted: string | null = null): number => {
    const random = mulberry32(7 * rows + trials);
    return Array.from({ length: trials }, () => driftOf(world(random, rows, shifted)).status).filter((status) => status === 'drifted').length / trials;
  };

  it.each([
    [30, 150],
    [100, 150],
    [300, 100],
    [3_000, 20],
  ])('is seen in no more than one of twenty worlds that stand still, but for the luck of the draw, with %i rows', (rows, trials) => {
    // What a test at 5 % exceeds by chance in one of a hundred such counts.
    expect(alarms(rows, trials)).toBeLessThanOrEqual(0.05 + 2.33 * Math.sqrt((0.05 * 0.95) / trials));
  });

  it.each([
    ['price', 30],
    ['ratio', 100],
    ['class', 300],
    ['price', 3_000],
  ])('is seen in a world whose %s moved by one standard deviation, with %i rows', (feature, rows) => {
    expect(alarms(rows, 10, feature)).toBeGreaterThanOrEqual(0.95);
  });

  describe('of requests with many rows', () => {
    /** Rows of one request share half of their variance. */
    const batches = (random: () => number, requests: number, shift: number): DriftInput => {
      const normal = () => draw(random, 'cv', 0);
      const request = (): readonly number[] => {
        const shared = normal() + shift;
        return Array.from({ length: 20 }, () => (shared + normal()) / Math.SQRT2);
      };
      return { reference: { cv: Array.from({ length: REFERENCE_ROWS }, normal) }, current: { cv: Array.from({ length: requests }, request) } };
    };
    const found = (requests: number, trials: number, shift: number): number => {
      const random = mulberry32(requests);
      return Array.from({ length: trials }, () => driftOf(batches(random, requests, shift)).status).filter((status) => status === 'drifted').length / trials;
    };

    it('is not seen where only the rows of each are alike', () => {
      for (const requests of [10, 40, 150]) expect(found(requests, 100, 0)).toBeLessThanOrEqual(0.05 + 2.33 * Math.sqrt((0.05 * 0.95) / 100));
    });

    it('is seen where they moved by one and a half standard deviations of what they share', () => {
      for (const requests of [40, 150]) expect(found(requests, 10, 1.5)).toBeGreaterThanOrEqual(0.95);
    });

    it('is unknown while there are only a few', () => {
      expect(driftOf(batches(mulberry32(5), 5, 100)).status).toBe('drifted');
      expect(driftOf(batches(mulberry32(5), 4, 100))).toMatchObject({ status: 'unknown', reason: { code: 'TOO_FEW_ROWS' } });
    });
  });

  it('is named by its feature, with how many rows it was seen in', () => {
    const { features, drifted_share } = driftOf(world(mulberry32(1), 300, 'ratio'));
    expect(features.filter(({ drifted }) => drifted)).toMatchObject([{ feature: 'ratio', test: 'ks', reference_rows: 500, current_rows: 300 }]);
    expect(drifted_share).toBe(1 / FEATURES.length);
  });

  it('shows the worst first', () => {
    const { features } = driftOf(world(mulberry32(2), 300, 'class'));
    expect(features[0]).toMatchObject({ feature: 'class', drifted: true });
    const others = features.slice(1).map(({ statistic }) => statistic);
    expect(others).toEqual(others.toSorted((a, b) => b - a));
  });

  it('of many rows is a distance that matters, not a difference that can be proven', () => {
    const random = mulberry32(3);
    const rows = (shift: number, count: number) => Array.from({ length: count }, () => draw(random, 'cv', shift));
    const seen = (shift: number) => driftOf({ reference: { cv: rows(0, 20_000) }, current: singly({ cv: rows(shift, 20_000) }) });
    expect(seen(0.05)).toMatchObject({ status: 'stable', features: [{ test: 'wasserstein', p_value: null }] });
    expect(seen(0.3).status).toBe('drifted');
  });

  it('is unknown with fewer than 30 known values, and without a sample of the training data', () => {
    const reference = { price: Array.from({ length: 100 }, (_, index) => index) };
    const current = { price: [...Array.from({ length: 29 }, (_, index) => index), null, Number.NaN] };
    expect(driftOf({ reference, current: singly(current) })).toMatchObject({ status: 'unknown', reason: { code: 'TOO_FEW_ROWS' }, features: [] });
    expect(driftOf({ reference: {}, current: singly(current) })).toMatchObject({ status: 'unknown', reason: { code: 'NO_REFERENCE' } });
  });

  it('is not looked for in the hour of the day and the day of the week', () => {
    const values = Array.from({ length: 50 }, (_, index) => index);
    const far = values.map((value) => value + 1_000);
    expect(driftOf({ reference: { day_of_week: values, cv: values }, current: singly({ day_of_week: far, cv: values }) })).toMatchObject({ status: 'stable', features: [{ feature: 'cv' }] });
  });
});
