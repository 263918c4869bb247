import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { Draws } from '../draws';
import { BOOST_DEFAULTS } from '../boost-options';
import { trainBoosted } from '../train-boosted';
import { exportModel } from './export-model';
import type { ModelExport } from './model-export';
import { predictExport } from './predict-export';
import { ratioColumn } from './ratio-column';

it('divides in the graph what was divided in training, by 0 and by nothing as well', async () => {
  const draws = new Draws(7);
  const column = (): Float32Array => Float32Array.from({ length: 1_000 }, (_, row) => (row % 50 === 0 ? 0 : row % 51 === 0 ? Number.NaN : draws.next()));
  const plain = { rows: 1_000, features: ['a', 'b'], columns: [column(), column()] };
  const ratio = { name: 'a_over_b', of: 'a', over: 'b' };
  const table = { ...plain, features: ['a', 'b', 'a_over_b'], columns: [...plain.columns, ratioColumn(ratio, plain)] };
  const target = Float64Array.from(table.columns[2] ?? [], (value) => (value > 1 ? 1 : 0));
  const model = trainBoosted({ table, target }, { ...BOOST_DEFAULTS, rounds: 5, maxDepth: 3 });
  const wanted: ModelExport = { name: 'ratios', inputs: { numbers: ['a', 'b'], ratios: [ratio] }, heads: [{ column: 'larger', model }] };
  const rows = Float32Array.from({ length: 2_000 }, (_, at) => plain.columns[at % 2]?.[at >> 1] ?? 0);
  const session = await InferenceSession.create(exportModel(wanted));
  const { predictions } = await session.run({ numbers: new Tensor('float32', rows, [1_000, 2]) });
  const said = predictExport(wanted, table);
  const apart = Array.from(predictions?.data as Float32Array, (value, row) => Math.abs(value - (said[row] ?? 0)));
  expect(Math.max(...apart)).toBeLessThan(1e-6);
  expect(() => exportModel({ ...wanted, inputs: { numbers: ['a'], ratios: [ratio] } })).toThrow('b, which is no number');
});
