import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { BOOST_DEFAULTS, type BoostOptions } from '../boost-options';
import type { BoostedTrees } from '../boosted-trees';
import { Draws } from '../draws';
import { trainForest } from '../isolation-forest';
import type { Table } from '../table';
import { trainBoosted } from '../train-boosted';
import { exportModel } from './export-model';
import { featuresOf, type ModelExport, type TextFeature } from './model-export';
import { predictExport } from './predict-export';
import { textCodes } from './text-codes';

const TOLERANCE = 1e-5;
const ROWS = 1_200;
const NUMBERS = ['a', 'b', 'c', 'd'] as const;
const ODD_VALUES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 3.4e38, -3.4e38, 1e-45];

/** Normal-looking columns; every tenth value unknown when asked for. */
const columnsOf = (draws: Draws, rows: number, unknown: boolean): Float32Array[] =>
  NUMBERS.map(() => Float32Array.from({ length: rows }, () => (unknown && draws.next() < 0.1 ? Number.NaN : 4 * (draws.next() + draws.next() + draws.next()) - 6)));

const draws = new Draws(11);
const training = { rows: ROWS, features: NUMBERS, columns: columnsOf(draws, ROWS, true) };
const target = Float64Array.from({ length: ROWS }, (_, row) => {
  const [a = 0, b = 0, c = 0] = training.columns.map((column) => column[row] ?? 0);
  return (Number.isNaN(a) ? 3 : a * 2) + (b > 0 ? c || 0 : 1) + draws.next();
});
const likely = target.map((value) => (value > 1 ? 1 : 0));

const boosted = (options: Partial<BoostOptions>): BoostedTrees =>
  trainBoosted({ table: training, target: options.objective === 'logistic' ? likely : target }, { ...BOOST_DEFAULTS, rounds: 25, ...options });

/** Rows to ask about: drawn ones, and each threshold of the models as the value of its feature, with its neighbours in 32 bits. */
const asked = ({ heads }: ModelExport): Table => {
  const drawn = columnsOf(draws, ROWS, true);
  const edges = heads.flatMap(({ model }) => model.trees.slice(0, 10).flatMap((tree) => [...tree.feature].map((feature, node) => ({ feature, value: tree.threshold[node] ?? 0 })))).filter(({ feature }) => feature >= 0);
  const columns = drawn.map((column, feature) => {
    const values = [...ODD_VALUES, ...edges.filter((edge) => edge.feature === feature).flatMap(({ value }) => [value, value * (1 + 2 ** -23), value * (1 - 2 ** -24)])];
    return column.map((value, row) => (row % 2 === 0 ? (values[(row / 2 + feature) % values.length] ?? 0) : value));
  });
  return { rows: ROWS, features: NUMBERS, columns };
};

const graphSays = async (wanted: ModelExport, numbers: Table, texts?: readonly string[]): Promise<Float32Array> => {
  const session = await InferenceSession.create(exportModel(wanted));
  const { columns, rows } = numbers;
  const matrix = Float32Array.from({ length: rows * columns.length }, (_, at) => columns[at % columns.length]?.[Math.floor(at / columns.length)] ?? 0);
  const feeds = { numbers: new Tensor('float32', matrix, [rows, columns.length]), ...(texts === undefined ? {} : { texts: new Tensor('string', [...texts], [rows, texts.length / rows]) }) };
  const { predictions } = await session.run(feeds);
  await session.release();
  expect(predictions?.dims).toEqual([rows, wanted.heads.length]);
  return predictions?.data as Float32Array;
};

/** Unknown must be unknown on both sides, infinite infinite. */
const apart = (said: Float32Array, ours: Float64Array): number => {
  expect(said).toHaveLength(ours.length);
  return ours.reduce((most, value, at) => Math.max(most, Object.is(said[at], value) ? 0 : Math.abs((said[at] ?? 0) - value) / Math.max(1, Math.abs(value))), 0);
};

const parityOf = async (wanted: ModelExport): Promise<number> => {
  const rows = asked(wanted);
  return apart(await graphSays(wanted, rows), predictExport(wanted, rows));
};

const single = (model: ModelExport['heads'][number]['model'], steps: ModelExport['heads'][number]['steps'] = []): ModelExport => ({ name: 'spec', inputs: { numbers: NUMBERS }, heads: [{ column: 'y', model, steps }] });

describe('an exported model in onnxruntime', () => {
  it.each([
    ['squared error', { objective: 'squared' }],
    ['log-loss', { objective: 'logistic' }],
    ['a quantile', { objective: 'quantile', quantile: 0.9 }],
    ['samples of rows and features', { rowShare: 0.5, columnShare: 0.5 }],
    ['three groups a feature', { maxBins: 3 }],
    ['depth 0', { maxDepth: 0 }],
    ['no tree', { rounds: 0 }],
  ] as const)('says what the trainer says of boosted trees with %s, on thresholds, unknown and infinite values too', async (_, options) => {
    expect(await parityOf(single(boosted(options)))).toBeLessThanOrEqual(TOLERANCE);
  });

  it('says what the trainer says when the targets are a million times as large', async () => {
    const model = trainBoosted({ table: training, target: target.map((value) => value * 1e6) }, { ...BOOST_DEFAULTS, rounds: 25 });
    expect(await parityOf(single(model))).toBeLessThanOrEqual(TOLERANCE);
  });

  it('parts the unknown from all that is known, however large', async () => {
    const column = Float32Array.from({ length: 40 }, (_row, row) => (row < 20 ? Number.NaN : 1));
    const table = { rows: 40, features: NUMBERS, columns: NUMBERS.map(() => column) };
    const model = trainBoosted({ table, target: Float64Array.from(column, (value) => (Number.isNaN(value) ? 5 : 1)) }, { ...BOOST_DEFAULTS, rounds: 1 });
    expect([...(model.trees[0]?.threshold ?? [])]).toContain(Number.POSITIVE_INFINITY);
    expect(await parityOf(single(model))).toBeLessThanOrEqual(TOLERANCE);
  });

  it.each([
    ['of many rows', training],
    ['of a single row, which has nothing to be compared with', { rows: 1, features: NUMBERS, columns: NUMBERS.map(() => Float32Array.of(1)) }],
  ] as const)('says what the trainer says of an isolation forest %s', async (_, table) => {
    expect(await parityOf(single(trainForest(table, { trees: 40, sampleSize: 128, seed: 3 })))).toBeLessThanOrEqual(TOLERANCE);
  });

  it('takes each step after the trees, in order', async () => {
    const model = boosted({ rounds: 5 });
    const steps = [
      { kind: 'scale', factor: 0.01, offset: -0.5 },
      { kind: 'relative', to: 'b' },
      { kind: 'clamp', least: -3, most: 2.5 },
    ] as const;
    for (const count of [1, 2, 3]) expect(await parityOf(single(model, steps.slice(0, count)))).toBeLessThanOrEqual(TOLERANCE);
  });

  it('puts crossing quantiles in order', async () => {
    const heads = [0.9, 0.1, 0.5].map((quantile) => ({ column: `p${String(quantile * 100)}`, model: boosted({ objective: 'quantile', quantile, rounds: 8 }) }));
    const wanted: ModelExport = { name: 'spec', inputs: { numbers: NUMBERS }, heads, ascending: ['p90', 'p10', 'p50'] };
    const rows = asked(wanted);
    const said = await graphSays(wanted, rows);
    expect(apart(said, predictExport(wanted, rows))).toBeLessThanOrEqual(TOLERANCE);
    for (let at = 0; at < said.length; at += 3) expect([...said.subarray(at, at + 3)]).toEqual([...said.subarray(at, at + 3)].sort((one, other) => one - other));
  });

  it('turns texts into categories, and texts it does not know into unknown values', async () => {
    const texts: TextFeature[] = [
      { name: 'kind', categories: ['volume', 'größe', ''] },
      { name: 'owner', categories: ['a', 'b'] },
      { name: 'note', categories: [] },
    ];
    const rows = 300;
    const words = ['volume', 'größe', '', 'a', 'b', 'Volume', 'never seen'];
    const said = texts.map(() => Array.from({ length: rows }, () => words[draws.below(words.length)] ?? ''));
    const inputs = { numbers: ['a'], texts };
    const table = { rows, features: featuresOf({ inputs }), columns: [columnsOf(draws, rows, true)[0] ?? new Float32Array(), ...texts.map((text, at) => textCodes(text, said[at] ?? []))] };
    const wanted = Float64Array.from({ length: rows }, (_, row) => (said[0]?.[row] === 'größe' ? 5 : 0) + (said[1]?.[row] === 'b' ? -3 : 0) + draws.next());
    const model = trainBoosted({ table, target: wanted }, { ...BOOST_DEFAULTS, rounds: 20 });
    const whole: ModelExport = { name: 'spec', inputs, heads: [{ column: 'y', model }] };
    const numbers = { rows, features: ['a'], columns: table.columns.slice(0, 1) };
    const flat = Array.from({ length: rows * 3 }, (_, at) => said[at % 3]?.[Math.floor(at / 3)] ?? '');
    expect(model.importance.filter((share) => share > 0.05)).toHaveLength(2);
    expect(apart(await graphSays(whole, numbers, flat), predictExport(whole, table))).toBeLessThanOrEqual(TOLERANCE);
  });

  it('says what the trainer says whatever it was trained on', async () => {
    const numbers = fc.array(fc.float(), { minLength: 12, maxLength: 12 });
    const options = fc.record({ objective: fc.constantFrom('squared', 'logistic', 'quantile'), quantile: fc.double({ min: 0.01, max: 0.99, noNaN: true }), rounds: fc.integer({ min: 0, max: 6 }), maxDepth: fc.integer({ min: 0, max: 4 }), minChildWeight: fc.constantFrom(0, 1) });
    await fc.assert(
      fc.asyncProperty(fc.array(numbers, { minLength: NUMBERS.length, maxLength: NUMBERS.length }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }), options, async (given, answers, chosen) => {
        const table = { rows: 12, features: NUMBERS, columns: given.map((column) => Float32Array.from(column)) };
        const labels = answers.map((answer) => (chosen.objective === 'logistic' ? Math.round(answer) : 1e4 * answer - 5e3));
        const model = trainBoosted({ table, target: Float64Array.from(labels) }, { ...BOOST_DEFAULTS, ...chosen });
        const forest = trainForest(table, { trees: 3, sampleSize: 8, seed: 1 });
        const wanted: ModelExport = { ...single(model), heads: [{ column: 'y', model }, { column: 'score', model: forest }] };
        expect(apart(await graphSays(wanted, table), predictExport(wanted, table))).toBeLessThanOrEqual(TOLERANCE);
      }),
      { numRuns: 25 },
    );
  });

  it('is the same file for the same data, options and seed', () => {
    expect(exportModel(single(boosted({ rounds: 3, rowShare: 0.7 })))).toEqual(exportModel(single(boosted({ rounds: 3, rowShare: 0.7 }))));
  });
});
