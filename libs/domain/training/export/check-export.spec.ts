import { describe, expect, it } from 'vitest';
import { BOOST_DEFAULTS } from '../boost-options';
import { trainBoosted } from '../train-boosted';
import { checkExport } from './check-export';
import type { Head, ModelExport } from './model-export';

const modelOf = (...features: readonly string[]): Head['model'] => trainBoosted({ table: { rows: 0, features, columns: features.map(() => new Float32Array()) }, target: new Float64Array() }, BOOST_DEFAULTS);
const FINE: ModelExport = { name: 'spec', inputs: { numbers: ['a'], texts: [{ name: 'kind', categories: ['x', 'y'] }] }, heads: [{ column: 'y', model: modelOf('a', 'kind') }] };
const [HEAD] = FINE.heads as readonly [Head];

describe('checkExport', () => {
  it('takes what fits together', () => {
    expect(() => checkExport(FINE)).not.toThrow();
  });

  it.each([
    ['a feature twice', { inputs: { numbers: ['a', 'a'] } }, 'the feature a is there twice'],
    ['a column twice', { heads: [HEAD, HEAD] }, 'the column y is there twice'],
    ['a category twice', { inputs: { numbers: ['a'], texts: [{ name: 'kind', categories: ['x', 'x'] }] } }, 'the category of kind x is there twice'],
    ['no feature', { inputs: { numbers: [] } }, 'a model needs a feature'],
    ['no head', { heads: [] }, 'a model needs a column of output'],
    ['a model of other features', { heads: [{ column: 'y', model: modelOf('kind', 'a') }] }, 'y was trained on kind, a; the inputs are a, kind'],
    ['a change of what is no feature', { heads: [{ ...HEAD, steps: [{ kind: 'relative', to: 'b' }] }] }, 'y is relative to b, which is no feature'],
    ['an order of what no head gives', { ascending: ['p10'] }, 'p10 is to be in order but no head gives it'],
  ] as const)('refuses %s', (_, change, message) => {
    expect(() => checkExport({ ...FINE, ...change } as ModelExport)).toThrow(message);
  });
});
