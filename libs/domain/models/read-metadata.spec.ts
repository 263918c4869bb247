import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateFault } from '@ml/state/fault';
import { readMetadata } from './read-metadata';
import { signatureDifference } from './signature-difference';

const declared = {
  schema: 1,
  model_type: 'waste_predictor',
  task: 'classification',
  target: 'probability that nobody needs it',
  trained_until: '2025-10-31',
  trained_at: '2025-11-01T00:00:00Z',
  horizon_hours: null,
  inputs: [
    { name: 'x', datatype: 'FP32', features: ['age_days', 'iops'] },
    { name: 'kind', datatype: 'BYTES', features: ['kind'] },
  ],
  outputs: [{ name: 'p', datatype: 'FP64', columns: ['kept', 'deleted'] }],
  golden: Array.from({ length: 16 }, (_, index) => ({ row: [index, 0.5, 'gp3'], output: [0.25, 0.75] })),
  tolerance: 1e-5,
  reference: { age_days: [1, 2, 2, 9] },
  metrics: { auc: 0.9 },
  baseline: { name: 'always kept', metrics: { auc: 0.5 }, beaten: true },
  training: { rows: 1_000, seed: 7, hyperparameters: { rounds: 200, rate: 0.1, objective: 'logistic', early: true } },
};

/** The declared one with the value at a path of keys replaced. */
const changed = (keys: readonly (string | number)[], value: unknown): unknown => {
  const copy = structuredClone(declared) as unknown;
  const holder = keys.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], copy) as Record<string | number, unknown>;
  holder[keys.at(-1) ?? ''] = value;
  return copy;
};

const faultOf = (value: unknown): unknown => {
  try {
    readMetadata(value);
  } catch (error) {
    return error instanceof StateFault ? { code: error.code, path: error.path } : error;
  }
  return undefined;
};

describe('metadata of a model', () => {
  it('are read as they were written, without what is not known', () => {
    expect(readMetadata({ ...declared, author: 'someone' })).toEqual(declared);
  });

  it('hold the blocks of safety that are there', () => {
    const safety_metrics = { compliance_rate: 0.95, safe_pools: 19, unsafe_pools: 1 };
    const risk_formula = { aws_weight: 0.6, volatility_weight: 0.2, customer_weight: 0.1, structural_weight: 0.1 };
    expect(readMetadata({ ...declared, safety_metrics, risk_formula })).toEqual({ ...declared, safety_metrics, risk_formula });
    expect(faultOf({ ...declared, safety_metrics: { ...safety_metrics, compliance_rate: 95 } })).toEqual({ code: 'BAD_FIELD', path: 'safety_metrics.compliance_rate' });
  });

  it.each([
    [['model_type'], 'weather', 'BAD_FIELD', 'model_type'],
    [['task'], undefined, 'MISSING_FIELD', 'task'],
    [['trained_until'], '2025-02-30', 'BAD_FIELD', 'trained_until'],
    [['trained_until'], '31.10.2025', 'BAD_FIELD', 'trained_until'],
    [['trained_until'], '0000-10-31', 'BAD_FIELD', 'trained_until'],
    [['trained_at'], 'yesterday', 'BAD_TIME', 'trained_at'],
    [['inputs'], [], 'BAD_FIELD', 'inputs'],
    [['inputs', 0, 'datatype'], 'FP16', 'BAD_FIELD', 'inputs[0].datatype'],
    [['inputs', 0, 'features'], ['iops', 'iops'], 'DUPLICATE_FIELD', 'inputs[0].features[1]'],
    [['inputs', 1, 'features'], ['iops'], 'DUPLICATE_FIELD', 'inputs'],
    [['inputs', 1, 'name'], 'x', 'DUPLICATE_FIELD', 'inputs[1].name'],
    [['outputs', 1], { name: 'p', datatype: 'FP32', columns: ['other'] }, 'DUPLICATE_FIELD', 'outputs[1].name'],
    [['outputs', 0, 'columns', 1], '', 'BAD_FIELD', 'outputs[0].columns[1]'],
    [['golden'], declared.golden.slice(1), 'BAD_FIELD', 'golden'],
    [['golden', 3, 'row'], [1, 2], 'BAD_FIELD', 'golden[3].row'],
    [['golden', 3, 'row', 2], 5, 'BAD_FIELD', 'golden[3].row'],
    [['golden', 3, 'output'], [1], 'BAD_FIELD', 'golden[3].output'],
    [['golden', 3, 'output', 0], Number.NaN, 'BAD_FIELD', 'golden[3].output[0]'],
    [['tolerance'], -1, 'BAD_FIELD', 'tolerance'],
    [['reference', 'age_days'], [2, 1], 'BAD_FIELD', 'reference.age_days[1]'],
    [['reference', 'age_days'], Array<number>(501).fill(0), 'BAD_FIELD', 'reference.age_days'],
    [['metrics', 'auc'], 'good', 'BAD_FIELD', 'metrics.auc'],
    [['baseline', 'beaten'], 'yes', 'BAD_FIELD', 'baseline.beaten'],
    [['training', 'hyperparameters', 'rounds'], [200], 'BAD_FIELD', 'training.hyperparameters.rounds'],
  ] as const)('are refused with the path of %j when it is %j', (keys, value, ...[code, path]) => {
    expect(faultOf(changed(keys, value))).toEqual({ code, path });
  });

  it('with a hundred thousand features are refused for the one that is there twice, without comparing each with each', () => {
    const features = Array.from({ length: 100_000 }, (_, index) => `f${index.toString(36)}`);
    const inputs = Array.from({ length: 10 }, (_, index) => ({ name: `x${index}`, datatype: 'FP32', features: features.slice(index * 10_000, (index + 1) * 10_000) }));
    inputs.push({ name: 'last', datatype: 'FP32', features: features.slice(-1) });
    expect(faultOf(changed(['inputs'], inputs))).toEqual({ code: 'DUPLICATE_FIELD', path: 'inputs' });
  });

  it('of any other form are refused with a fault, never with anything else', () => {
    const keys = Object.keys(declared);
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 3 }), (key, value) => {
        expect(faultOf(changed([key], value))).toSatisfy((fault: { path?: string } | undefined) => fault === undefined || (fault.path ?? '').startsWith(key));
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(faultOf(value)).toMatchObject({ path: expect.any(String) as string });
      }),
    );
  });
});

describe('two models', () => {
  it('are alike when they take the same features and give the same columns', () => {
    const one = readMetadata(declared);
    expect(signatureDifference(one, readMetadata({ ...declared, target: 'another' }))).toBeUndefined();
    expect(signatureDifference(one, { ...one, inputs: [...one.inputs].reverse() })).toBe('inputs');
    expect(signatureDifference(one, { ...one, outputs: [{ name: 'p', datatype: 'FP32', columns: ['kept', 'deleted'] }] })).toBe('outputs');
  });
});
