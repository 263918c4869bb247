import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draws } from './draws';
import { FOREST_DEFAULTS, scoreForest, trainForest } from './isolation-forest';
import { meanPathLength } from './mean-path-length';
import type { Table } from './table';

const tableOf = (...columns: readonly (readonly number[])[]): Table => ({ rows: columns[0]?.length ?? 0, features: columns.map((_, at) => `f${String(at)}`), columns: columns.map((column) => Float32Array.from(column)) });
const scores = (table: Table, options: Partial<typeof FOREST_DEFAULTS> = {}): number[] => [...scoreForest(trainForest(table, { ...FOREST_DEFAULTS, ...options }), table)];

describe('an isolation forest', () => {
  it('knows the mean path of the paper', () => {
    // 2 (ln 255 + 0.5772) - 2 * 255 / 256
    expect(meanPathLength(256)).toBeCloseTo(10.2448, 4);
    expect([0, 1, 2].map(meanPathLength)).toEqual([0, 0, 1]);
  });

  it('scores what stands apart above all others', () => {
    const draws = new Draws(5);
    const cloud = Array.from({ length: 500 }, () => draws.next() + draws.next());
    const said = scores(tableOf([...cloud, 9], [...cloud.toReversed(), -9]));
    const [outlier = 0] = said.slice(-1);
    expect(outlier).toBeGreaterThan(75);
    expect(Math.max(...said.slice(0, -1))).toBeLessThan(outlier - 5);
  });

  it.each([
    ['all rows are the same', tableOf([3, 3, 3, 3])],
    ['nothing is known', tableOf([Number.NaN, Number.NaN, Number.NaN])],
    ['there is one row', tableOf([1])],
    ['two rows are as far from each other', tableOf([1, 2])],
  ])('says 50, like any other, when %s', (_, table) => {
    const said = scores(table);
    expect(said).toHaveLength(table.rows);
    for (const score of said) expect(score).toBeCloseTo(50, 9);
  });

  it('says nothing of no rows', () => {
    expect(scores(tableOf([]))).toEqual([]);
  });

  it('is the same for the same seed, and another for another', () => {
    const table = tableOf([1, 2, 3, 5, 8, 13, 21, 34]);
    expect(trainForest(table, { ...FOREST_DEFAULTS, trees: 5, seed: 1 })).toEqual(trainForest(table, { ...FOREST_DEFAULTS, trees: 5, seed: 1 }));
    expect(trainForest(table, { ...FOREST_DEFAULTS, trees: 5, seed: 1 })).not.toEqual(trainForest(table, { ...FOREST_DEFAULTS, trees: 5, seed: 2 }));
  });

  it('scores any rows between 0 and 100, the same rows alike, and parts them at 32-bit numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.float(), { minLength: 2, maxLength: 30 }), (values) => {
        const table = tableOf([...values, ...values]);
        const forest = trainForest(table, { trees: 10, sampleSize: 16, seed: 1 });
        const said = [...scoreForest(forest, table)];
        expect(said.every((score) => score > 0 && score <= 100)).toBe(true);
        expect(said.slice(values.length)).toEqual(said.slice(0, values.length));
        for (const threshold of forest.trees.flatMap((tree) => [...tree.threshold])) expect(Math.fround(threshold)).toBe(threshold);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses half a tree and other features than it knows', () => {
    expect(() => trainForest(tableOf([1]), { ...FOREST_DEFAULTS, trees: 0.5 })).toThrow('trees is 0.5');
    expect(() => scoreForest(trainForest(tableOf([1]), FOREST_DEFAULTS), tableOf([1], [2]))).toThrow('the model knows f0');
  });
});
