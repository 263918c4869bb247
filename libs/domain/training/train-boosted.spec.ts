import { describe, expect, it } from 'vitest';
import { BOOST_DEFAULTS, type BoostOptions } from './boost-options';
import { predictBoosted } from './predict-boosted';
import type { Table } from './table';
import { trainBoosted, type RoundLoss } from './train-boosted';

const NOTHING = Number.NaN;
const tableOf = (...columns: readonly (readonly number[])[]): Table => ({
  rows: columns[0]?.length ?? 0,
  features: columns.map((_, at) => `f${String(at)}`),
  columns: columns.map((column) => Float32Array.from(column)),
});
/** One whole step: what a single tree says can be worked out by hand. */
const ONE_TREE: BoostOptions = { ...BOOST_DEFAULTS, rounds: 1, learningRate: 1, maxDepth: 1 };

const said = (table: Table, target: readonly number[], options: Partial<BoostOptions> = {}): number[] => {
  const model = trainBoosted({ table, target: Float64Array.from(target) }, { ...ONE_TREE, ...options });
  return [...predictBoosted(model, table)];
};
const expectClose = (got: readonly number[], wanted: readonly number[]): void => {
  expect(got).toHaveLength(wanted.length);
  for (const [at, value] of wanted.entries()) expect(got[at]).toBeCloseTo(value, 12);
};

describe('boosted trees', () => {
  it('move from the mean by gradient over rows and penalty, split where that gains most', () => {
    const table = tableOf([1, 2, 3, 4]);
    const model = trainBoosted({ table, target: Float64Array.of(1, 1, 5, 5) }, ONE_TREE);
    // Mean 3, gradients 2 2 -2 -2: leaves -4 / (2 + 1) and 4 / (2 + 1), split midway between 2 and 3.
    expect(model.base).toBe(3);
    expect([...(model.trees[0]?.threshold ?? [])]).toEqual([2.5, 0, 0]);
    expectClose([...predictBoosted(model, table)], [3 - 4 / 3, 3 - 4 / 3, 3 + 4 / 3, 3 + 4 / 3]);
    expect(model.importance).toEqual([1]);
  });

  it('go on from what is left over, by the learning rate', () => {
    // A tenth of 4/3 the first time; then gradients 2 - 4/30, so a tenth of 2 (2 - 4/30) / 3.
    expectClose(said(tableOf([1, 2, 3, 4]), [1, 1, 5, 5], { rounds: 2, learningRate: 0.1 }).slice(2), [1, 2].map(() => 3 + 4 / 30 + (2 * (2 - 4 / 30)) / 30));
  });

  it('answer log-loss with probabilities', () => {
    // Margin 0, gradients 1/2, second derivatives 1/4: leaves -1 / (1/2 + 1) and 1 / (1/2 + 1).
    const [low, high] = [1 / (1 + Math.exp(2 / 3)), 1 / (1 + Math.exp(-2 / 3))];
    expectClose(said(tableOf([1, 2, 3, 4]), [0, 0, 1, 1], { objective: 'logistic', minChildWeight: 0 }), [low, low, high, high]);
  });

  it('put the quantile of what is left over into the leaves of a quantile objective', () => {
    // The median of the six, as the least value that half do not exceed, is 3; of the halves it is 2 and 20.
    expectClose(said(tableOf([0, 0, 0, 1, 1, 1]), [1, 2, 3, 10, 20, 90], { objective: 'quantile', quantile: 0.5 }), [2, 2, 2, 20, 20, 20]);
    expectClose(said(tableOf([0, 0, 0, 1, 1, 1]), [1, 2, 3, 10, 20, 90], { objective: 'quantile', quantile: 0.1 }), [1, 1, 1, 10, 10, 10]);
  });

  it('learn which way unknown values go', () => {
    const table = tableOf([NOTHING, NOTHING, 1, 1, 2, 2]);
    expectClose(said(table, [9, 9, 1, 1, 9, 9], { lambda: 0 }), [9, 9, 1, 1, 9, 9]);
    expectClose(said(table, [1, 1, 1, 1, 9, 9], { lambda: 0 }), [1, 1, 1, 1, 9, 9]);
    expectClose(said(table, [9, 9, 1, 1, 1, 1], { lambda: 0 }), [9, 9, 1, 1, 1, 1]);
  });

  it.each([
    ['left', [0, 0, 0, 8], 0],
    ['right', [0, 8, 8, 8], 8],
  ] as const)('send values that were always known in training the heavier way when they are not: %s', (_, target, wanted) => {
    const model = trainBoosted({ table: tableOf([1, 2, 3, 4]), target: Float64Array.from(target) }, { ...ONE_TREE, lambda: 0 });
    expectClose([...predictBoosted(model, tableOf([NOTHING]))], [wanted]);
  });

  it('split neither below the least weight of a child nor for less than gamma', () => {
    const table = tableOf([1, 2, 3, 4]);
    const target = [0, 0, 0, 8];
    expectClose(said(table, target, { lambda: 0, minChildWeight: 2 }), [0, 0, 4, 4]);
    // Gradients 2 2 2 -6: the split gains 36 / 3 + 36 / 1 = 48.
    expectClose(said(table, target, { lambda: 0, gamma: 47.9 }), [0, 0, 0, 8]);
    expectClose(said(table, target, { lambda: 0, gamma: 48.1 }), [2, 2, 2, 2]);
  });

  it('share importance by gain', () => {
    // The first split gains 4 * 16 = 64; each half's next by the second feature 2 * 1 = 2.
    const model = trainBoosted({ table: tableOf([0, 0, 1, 1], [0, 1, 0, 1], [5, 5, 5, 5]), target: Float64Array.of(1, 3, 9, 11) }, { ...ONE_TREE, maxDepth: 2, lambda: 0 });
    expectClose(model.importance, [64 / 68, 4 / 68, 0]);
  });

  it('weigh rows', () => {
    const model = trainBoosted({ table: tableOf([1, 1]), target: Float64Array.of(0, 4), weights: Float64Array.of(3, 1) }, ONE_TREE);
    expect(model.base).toBe(1);
  });

  it('stop when the validation loss no longer falls, and keep the best round', () => {
    const table = tableOf([1, 2, 3, 4]);
    const losses: RoundLoss[] = [];
    // What was held out is the opposite of what is learned: the first round is the best.
    const validation = { table, target: Float64Array.of(5, 5, 1, 1) };
    const model = trainBoosted({ table, target: Float64Array.of(1, 1, 5, 5), validation }, { ...ONE_TREE, rounds: 50, learningRate: 0.1, earlyStoppingRounds: 3 }, (_, loss) => losses.push(loss));
    expect(losses).toHaveLength(4);
    expect(model.trees).toHaveLength(1);
    expect(model.importance).toEqual([1]);
    // (2 + 4 / 30)² beside (2 - 4 / 30)².
    expectClose([losses[0]?.validation ?? 0, losses[0]?.train ?? 0], [(2 + 4 / 30) ** 2, (2 - 4 / 30) ** 2]);
  });

  it('tell no validation loss when nothing was held out, and keep every round', () => {
    const losses: RoundLoss[] = [];
    const model = trainBoosted({ table: tableOf([1, 2]), target: Float64Array.of(1, 2) }, { ...ONE_TREE, rounds: 3, earlyStoppingRounds: 1 }, (_, loss) => losses.push(loss));
    expect(losses.map(({ validation }) => validation)).toEqual([null, null, null]);
    expect(model.trees).toHaveLength(3);
  });

  it('are the same for the same seed, and others for another', () => {
    const table = tableOf([...Array(64).keys()]);
    const trainedWith = (seed: number) => trainBoosted({ table, target: Float64Array.from({ length: 64 }, (_, row) => (row * 37) % 64) }, { ...BOOST_DEFAULTS, rounds: 5, rowShare: 0.5, seed });
    expect(trainedWith(1)).toEqual(trainedWith(1));
    expect(trainedWith(1)).not.toEqual(trainedWith(2));
  });
});

describe('boosted trees of data with nothing to learn', () => {
  it('say 0 without trees when there are no rows, or none that count', () => {
    expect(trainBoosted({ table: tableOf([]), target: new Float64Array() }, BOOST_DEFAULTS)).toMatchObject({ base: 0, trees: [], importance: [0] });
    expect(trainBoosted({ table: tableOf([1]), target: Float64Array.of(7), weights: Float64Array.of(0) }, BOOST_DEFAULTS)).toMatchObject({ base: 0, trees: [] });
  });

  it.each([
    { what: 'one row', table: tableOf([3]), target: [0.1], wanted: 0.1 },
    { what: 'no feature that differs', table: tableOf([3, 3, 3, 3]), target: [1, 2, 3, 4], wanted: 2.5 },
    { what: 'no known value', table: tableOf([NOTHING, NOTHING]), target: [1, 2], wanted: 1.5 },
    { what: 'a constant target', table: tableOf([1, 2, 3]), target: [0.1, 0.1, 0.1], wanted: 0.1 },
  ])('say the mean of $what', ({ table, target, wanted }) => {
    const model = trainBoosted({ table, target: Float64Array.from(target) }, { ...BOOST_DEFAULTS, rounds: 3 });
    expect(model.importance).toEqual([0]);
    expect([...predictBoosted(model, table)]).toEqual(target.map(() => wanted));
  });

  it('are nearly but never quite sure when every target is 1', () => {
    const [first = 0] = said(tableOf([1, 2]), [1, 1], { objective: 'logistic', rounds: 20 });
    expect(first).toBeGreaterThan(0.999_99);
    expect(first).toBeLessThan(1);
  });
});

describe('trainBoosted refuses', () => {
  const table = tableOf([1, 2]);
  it.each([
    ['depth 17', { maxDepth: 17 }, 'maxDepth is 17; it goes from 0 to 16'],
    ['257 groups', { maxBins: 257 }, 'maxBins is 257'],
    ['half a round', { rounds: 0.5 }, 'rounds is 0.5'],
    ['a learning rate of 0', { learningRate: 0 }, 'learningRate is 0'],
    ['a quantile objective without its quantile', { objective: 'quantile' }, 'quantile must be given'],
    ['no patience at all', { earlyStoppingRounds: 0 }, 'earlyStoppingRounds is 0'],
  ] as const)('%s', (_, options, message) => {
    expect(() => trainBoosted({ table, target: Float64Array.of(1, 2) }, { ...BOOST_DEFAULTS, ...options })).toThrow(message);
  });

  it.each([
    ['a target that is no number', { table, target: Float64Array.of(1, NOTHING) }, 'the target of row 1 is NaN'],
    ['too few targets', { table, target: Float64Array.of(1) }, 'there are 1 targets for 2 rows'],
    ['a weight below 0', { table, target: Float64Array.of(1, 2), weights: Float64Array.of(1, -1) }, 'the weight of row 1 is -1'],
    ['a column that is too short', { table: { ...table, rows: 3 }, target: Float64Array.of(1, 2, 3) }, 'the column f0 has 2 values'],
    ['other features held out', { table, target: Float64Array.of(1, 2), validation: { table: tableOf([1], [2]), target: Float64Array.of(1) } }, 'the table has the features f0, f1; the model knows f0'],
  ] as const)('%s', (_, data, message) => {
    expect(() => trainBoosted(data, BOOST_DEFAULTS)).toThrow(message);
  });

  it('a probability above 1', () => {
    expect(() => trainBoosted({ table, target: Float64Array.of(0, 2) }, { ...BOOST_DEFAULTS, objective: 'logistic' })).toThrow('the target of row 1 is 2; it must be from 0 to 1');
  });
});
