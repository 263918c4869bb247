import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftOf } from '../drift/drift-of';
import { mostPlausible } from './output-places';
import { joinVerdicts, notJudged, verdictOf } from './verdict';
import { chanceChecks, driftCheck } from './verdict-interruptions';
import { backTestCheck, priceAnswersCheck, type BackTest } from './verdict-prices';

const AS_OF = '2026-11-20T10:00:00.000Z';
const QUANTILES = ['p10', 'p50', 'p90'];
const usd = fc.double({ min: 0.001, max: 40, noNaN: true });
const said = (values: readonly number[], most: readonly number[], columns = QUANTILES) => priceAnswersCheck({ region: 'us-east-1', as_of: AS_OF, columns, values, most });

describe('a verdict', () => {
  it('passes when every check does, and not when nothing was checked', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (passed) => {
        const checks = passed.map((one) => ({ ...notJudged('any', 'text'), passed: one }));
        expect(verdictOf(checks)).toEqual({ passed: passed.length > 0 && !passed.includes(false), checks });
      }),
    );
  });
});

describe('verdicts of the same model', () => {
  it('are one: each check once, and it passes when all of them do', () => {
    const check = fc.record({ check: fc.constantFrom('load', 'golden_rows', 'answers:a', 'answers:b'), passed: fc.boolean() }).map((one) => ({ ...notJudged('', ''), ...one }));
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(check, { minLength: 1, selector: (one) => one.check }), { minLength: 1, maxLength: 4 }), (each) => {
        const joined = joinVerdicts(each.map(verdictOf));
        expect(joined.passed).toBe(each.map(verdictOf).every(({ passed }) => passed));
        expect(joined.checks.map((one) => one.check)).toEqual([...new Set(each.flat().map((one) => one.check))]);
        for (const one of joined.checks) expect(one.passed).toBe(each.flat().every((other) => other.check !== one.check || other.passed));
      }),
    );
    expect(joinVerdicts([])).toEqual({ passed: false, checks: [] });
  });
});

describe('answers about prices', () => {
  it('pass when they are prices, in the order of their quantiles, wherever these stand', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(usd, usd, usd), { minLength: 1 }), (rows) => {
        const values = rows.flatMap((row) => row.toSorted((one, other) => other - one));
        expect(said(values, rows.map(() => 40), ['p90', 'p50', 'p10'])).toMatchObject({ check: 'answers:us-east-1', passed: true, value: 0, limit: 0 });
      }),
    );
  });

  it('fail on a single one that is none', () => {
    const wrong = fc.constantFrom([Number.NaN, 1, 1], [1, Number.POSITIVE_INFINITY, 1], [1, 1, -1], [0, 1, 1], [1, 1, 41], [1, 0.9, 1], [0.9, 1, 0.8]);
    fc.assert(
      fc.property(fc.array(fc.constant([1, 1, 1]), { maxLength: 20 }), wrong, fc.array(fc.constant([1, 2, 3]), { maxLength: 20 }), (before, bad, after) => {
        const rows = [...before, bad, ...after];
        expect(said(rows.flat(), rows.map(() => 40))).toMatchObject({ passed: false, value: 1, limit: 0 });
      }),
    );
  });

  it('say what is wrong, and how often', () => {
    expect(said([Number.NaN, 1, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1], [40, 40, 40, 40]).text).toBe(`4 answers on prices of us-east-1 at ${AS_OF}: 1 no number, 2 with quantiles that cross`);
  });

  it('take one number for all quantiles, and rounding for no crossing', () => {
    expect(said([0.5, 0.6], [40, 40], ['y'])).toMatchObject({ passed: true });
    expect(said([0.1 + 1e-9, 0.1, 0.1], [40])).toMatchObject({ passed: true });
  });

  it('are held against ten times on demand, or the price where that is unknown', () => {
    expect([mostPlausible(0.1, 7), mostPlausible(undefined, 7)]).toEqual([1, 70]);
  });

  it('fail where there is nothing to ask about', () => {
    expect(said([], [])).toMatchObject({ passed: false, value: null });
  });
});

const pools = fc.array(fc.record({ then: usd, later: usd, said: usd }), { minLength: 1, maxLength: 50 });
const tested = (rows: readonly { then: number; later: number; said: number }[], changes: Partial<BackTest> = {}) =>
  backTestCheck({
    ...{ region: 'us-east-1', as_of: AS_OF, horizon_hours: 24, columns: ['p50'], values: rows.map((row) => row.said), trained: undefined, ratio: 1.5 },
    ...{ then: rows.map((row) => row.then), later: rows.map((row) => row.later), ...changes },
  });

describe('a back-test', () => {
  it('passes whoever says that nothing changes, and whoever is right', () => {
    fc.assert(
      fc.property(pools, fc.double({ min: 1, max: 10, noNaN: true }), (rows, ratio) => {
        expect(tested(rows.map((row) => ({ ...row, said: row.then })), { ratio }).passed).toBe(true);
        expect(tested(rows.map((row) => ({ ...row, said: row.later })), { ratio })).toMatchObject({ passed: true, value: 0 });
      }),
    );
  });

  it('compares the mean error with what it is held against, in dollars', () => {
    const rows = [
      { then: 1, later: 1.1, said: 1.3 },
      { then: 2, later: 1.9, said: 1.9 },
    ];
    expect(tested(rows)).toMatchObject({ passed: true, value: expect.closeTo(0.1, 9) as number, limit: expect.closeTo(0.15, 9) as number });
    expect(tested(rows, { ratio: 0.5 })).toMatchObject({ passed: false, limit: expect.closeTo(0.05, 9) as number });
    expect(tested(rows, { ratio: 0.5, trained: 0.3 })).toMatchObject({ passed: true, limit: expect.closeTo(0.15, 9) as number });
    expect(tested(rows).text).toBe(`the prices expected of 2 pools of us-east-1, 24 h after ${AS_OF}, were off by $0.1 an hour on average: no change by $0.1, at most $0.15`);
  });

  it('bears a hundredth of the price where nothing moved', () => {
    const still = [{ then: 1, later: 1, said: 1.009 }];
    expect([tested(still).passed, tested([{ then: 1, later: 1, said: 1.011 }]).passed]).toEqual([true, false]);
  });

  it('says the same of prices in another currency', () => {
    fc.assert(
      fc.property(pools, fc.constantFrom(0.5, 2, 1_024), (rows, factor) => {
        const scaled = rows.map((row) => ({ then: row.then * factor, later: row.later * factor, said: row.said * factor }));
        expect(tested(scaled).passed).toBe(tested(rows).passed);
      }),
    );
  });

  it('never passes an answer that is no number, nor a test of nothing', () => {
    fc.assert(
      fc.property(pools, fc.nat(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY), (rows, at, wrong) => {
        const spoilt = rows.map((row, index) => (index === at % rows.length ? { ...row, said: wrong } : row));
        expect(tested(spoilt, { trained: 1_000 })).toMatchObject({ passed: false, value: null });
      }),
    );
    expect(tested([])).toMatchObject({ passed: false, value: null });
  });

  it('takes no comfort from a training error that is none', () => {
    for (const trained of [Number.NaN, -5, Number.POSITIVE_INFINITY]) expect(tested([{ then: 1, later: 1, said: 3 }], { trained }).passed).toBe(false);
  });
});

const chances = (values: readonly number[], different = values.length) => chanceChecks({ region: 'us-east-1', as_of: AS_OF, rows: values.length, different, columns: ['probability'], values });

describe('answers about interruptions', () => {
  it('pass when they are probabilities that differ', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, comparator: 'SameValueZero' }), (values) => {
        expect(chances(values).map(({ check, passed }) => [check, passed])).toEqual([
          ['answers:us-east-1', true],
          ['differ:us-east-1', true],
        ]);
      }),
    );
  });

  it('fail on a single one outside 0 to 1, when all are the same, and where there is none', () => {
    for (const wrong of [Number.NaN, -0.01, 1.01]) expect(chances([0.1, wrong, 0.2])[0]).toMatchObject({ passed: false, value: 1 });
    expect(chances([0.1, 0.1, 0.1])[1]).toMatchObject({ passed: false, value: 1, limit: 2 });
    expect(chances([0.1])[1]).toMatchObject({ passed: true });
    expect(chances([0.1, 0.1, 0.1], 1)[1]).toMatchObject({ passed: true, value: 1, limit: 1 });
    expect(chances([])).toMatchObject([{ passed: false }]);
  });
});

const spread = (from: number): readonly number[] => Array.from({ length: 300 }, (_, index) => from + ((index * 7_919) % 300) / 300);

describe('drift', () => {
  const drift = (moved: number) => {
    const features = ['a', 'b', 'c', 'd'];
    const current = Object.fromEntries(features.map((name, index) => [name, Array.from({ length: 10 }, (_, request) => spread(index < moved ? 5 : 0).slice(request * 30, request * 30 + 30))]));
    return driftCheck('us-east-1', driftOf({ reference: Object.fromEntries(features.map((name) => [name, spread(0).toSorted((one, other) => one - other)])), current }));
  };

  it('is said, and fails only when more than half of the features have drifted', () => {
    expect([0, 1, 2, 3, 4].map((moved) => [drift(moved).value, drift(moved).passed])).toEqual([
      [0, true],
      [0.25, true],
      [0.5, true],
      [0.75, false],
      [1, false],
    ]);
    expect(drift(1).text).toBe('1 of 4 features of pools of us-east-1 differ from the training data: a');
  });

  it('is not held against a model of which nothing can be said', () => {
    expect(driftCheck('us-east-1', driftOf({ reference: {}, current: {} }))).toMatchObject({ passed: true, value: null });
  });
});
