import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOOST_DEFAULTS, type BoostOptions } from './boost-options';
import { predictBoosted } from './predict-boosted';
import type { Table } from './table';
import { trainBoosted } from './train-boosted';

/** Sums of sixteenths are exact, whatever their order, and so is the mean of sixteen rows. */
const ROWS = 16;
const value = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -5, max: 5 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
const columns = fc.array(fc.array(value, { minLength: ROWS, maxLength: ROWS }), { minLength: 1, maxLength: 3 });
const target = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: ROWS, maxLength: ROWS });
const world = fc.record({ columns, target });
const RUNS = { numRuns: 60 };
const ONE_TREE: BoostOptions = { ...BOOST_DEFAULTS, rounds: 1, learningRate: 1, maxDepth: 3 };

const tableOf = (given: readonly (readonly number[])[]): Table => ({ rows: given[0]?.length ?? 0, features: given.map((_, at) => `f${String(at)}`), columns: given.map((column) => Float32Array.from(column)) });
const trained = (table: Table, wanted: readonly number[], options: Partial<BoostOptions> = {}) => trainBoosted({ table, target: Float64Array.from(wanted) }, { ...ONE_TREE, ...options });

const squares = (values: readonly number[]): number => {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
};

/** The least sum of squares of any one split, found by trying them all. */
const leastSquares = (given: readonly (readonly number[])[], wanted: readonly number[]): number => {
  const sides = given.flatMap((column) => [...new Set(column)].flatMap((threshold) => [true, false].map((unknownLeft) => column.map((one) => (Number.isNaN(one) ? unknownLeft : one <= threshold || Number.isNaN(threshold))))));
  return Math.min(squares(wanted), ...sides.map((lefts) => [true, false].map((side) => squares(wanted.filter((_, row) => lefts[row] === side))).reduce((sum, one) => sum + (Number.isNaN(one) ? 0 : one), 0)));
};

describe('boosted trees, whatever the data', () => {
  it('find the best single split there is', () => {
    fc.assert(
      fc.property(world, ({ columns: given, target: wanted }) => {
        const table = tableOf(given);
        const said = predictBoosted(trained(table, wanted, { maxDepth: 1, lambda: 0 }), table);
        const left = wanted.reduce((sum, one, row) => sum + (one - (said[row] ?? 0)) ** 2, 0);
        expect(left).toBeCloseTo(leastSquares(given, wanted), 8);
      }),
      RUNS,
    );
  });

  it('stay within the range of the targets after one tree', () => {
    fc.assert(
      fc.property(world, fc.double({ min: 0, max: 5, noNaN: true }), ({ columns: given, target: wanted }, lambda) => {
        const table = tableOf(given);
        for (const said of predictBoosted(trained(table, wanted, { lambda }), table)) {
          expect(said).toBeGreaterThanOrEqual(Math.min(...wanted) - 1e-9);
          expect(said).toBeLessThanOrEqual(Math.max(...wanted) + 1e-9);
        }
      }),
      RUNS,
    );
  });

  it.each(['squared', 'logistic'] as const)('lose no more with each round: %s', (objective) => {
    fc.assert(
      fc.property(world, ({ columns: given, target: wanted }) => {
        const losses: number[] = [];
        const labels = objective === 'logistic' ? wanted.map((one) => (one > 0 ? 1 : 0)) : wanted;
        trainBoosted({ table: tableOf(given), target: Float64Array.from(labels) }, { ...ONE_TREE, objective, rounds: 8, learningRate: 0.2 }, (_, { train }) => losses.push(train ?? 0));
        for (const [round, loss] of losses.entries()) expect(loss).toBeLessThanOrEqual((losses[round - 1] ?? Number.POSITIVE_INFINITY) + 1e-12);
      }),
      RUNS,
    );
  });

  it('grow the same tree in whatever order the rows come', () => {
    fc.assert(
      fc.property(world, fc.shuffledSubarray([...Array(ROWS).keys()], { minLength: ROWS }), ({ columns: given, target: wanted }, order) => {
        const shuffled = tableOf(given.map((column) => order.map((row) => column[row] ?? 0)));
        expect(trained(shuffled, order.map((row) => wanted[row] ?? 0)).trees).toEqual(trained(tableOf(given), wanted).trees);
      }),
      RUNS,
    );
  });

  it('take a weight of 3 for the row three times', () => {
    fc.assert(
      fc.property(world, ({ columns: given, target: wanted }) => {
        const weights = Float64Array.from(wanted, (_, row) => (row < ROWS / 2 ? 3 : 1));
        const thrice = [...Array(ROWS).keys()].flatMap((row) => (row < ROWS / 2 ? [row, row, row] : [row]));
        const repeated = trained(tableOf(given.map((column) => thrice.map((row) => column[row] ?? 0))), thrice.map((row) => wanted[row] ?? 0));
        expect(trainBoosted({ table: tableOf(given), target: Float64Array.from(wanted), weights }, ONE_TREE)).toEqual(repeated);
      }),
      RUNS,
    );
  });

  it.each([{ objective: 'squared' }, { objective: 'logistic' }, { objective: 'quantile', quantile: 0.3 }] as const)('take a weight of 0 for no row: $objective', (options) => {
    fc.assert(
      fc.property(world, ({ columns: given, target: wanted }) => {
        const labels = options.objective === 'logistic' ? wanted.map((one) => (one > 0 ? 1 : 0)) : wanted;
        const settings = { ...ONE_TREE, ...options, rounds: 4 };
        const weights = Float64Array.from(labels, (_, row) => row % 2);
        const odd = <Value>(values: readonly Value[]): Value[] => values.filter((_, row) => row % 2 === 1);
        const fewer = { table: tableOf(given.map(odd)), target: Float64Array.from(odd(labels)), weights: new Float64Array(ROWS / 2).fill(1) };
        expect(trainBoosted({ table: tableOf(given), target: Float64Array.from(labels), weights }, settings)).toEqual(trainBoosted(fewer, settings));
      }),
      RUNS,
    );
  });

  it('do not care how a feature is scaled as long as its order stays', () => {
    fc.assert(
      fc.property(world, ({ columns: given, target: wanted }) => {
        const [plain, cubed] = [tableOf(given), tableOf(given.map((column) => column.map((one) => one ** 3 + 100)))];
        expect(predictBoosted(trained(cubed, wanted, { rounds: 4 }), cubed)).toEqual(predictBoosted(trained(plain, wanted, { rounds: 4 }), plain));
      }),
      RUNS,
    );
  });

  it('split at 32-bit numbers and share out importance of 1, or none', () => {
    fc.assert(
      fc.property(fc.array(fc.float(), { minLength: 2, maxLength: 30 }), (column) => {
        const model = trained(tableOf([column]), column.map((_, row) => row), { rounds: 3 });
        for (const threshold of model.trees.flatMap((tree) => [...tree.threshold])) expect(Math.fround(threshold)).toBe(threshold);
        const whole = model.importance.reduce((sum, share) => sum + share, 0);
        expect(whole).toBeCloseTo(model.trees.some((tree) => tree.feature.length > 1) ? 1 : 0, 12);
      }),
      RUNS,
    );
  });
});
