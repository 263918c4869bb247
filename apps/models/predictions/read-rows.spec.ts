import { describe, expect, it } from 'vitest';
import type { FeatureColumn } from './feature-columns';
import { readRows } from './read-rows';
import { toBatch } from './to-batch';

const COLUMNS: readonly FeatureColumn[] = [
  { name: 'price', datatype: 'FP32' },
  { name: 'cv', datatype: 'FP64' },
  { name: 'vcpu', datatype: 'INT64' },
  { name: 'provider', datatype: 'BYTES' },
];
const GOOD = { price: 0.1, cv: 0.2, vcpu: 4, provider: 'aws' };
const refused = (input: Parameters<typeof readRows>[1], columns = COLUMNS) => expect(() => readRows(columns, input));

describe('rows whose columns the caller names', () => {
  it('are put into the order of the model, with what it knows and the caller does not as unknown', () => {
    const given = { columns: ['provider', 'colour', 'vcpu', 'price'], rows: [['aws', 'red', 4, 0.1], ['gcp', 'blue', 8, null]] };
    expect(readRows(COLUMNS, given)).toEqual({ cells: [[0.1, null, 4, 'aws'], [null, null, 8, 'gcp']], knownShares: [0.75, 0.5], missing: ['price', 'cv'] });
  });

  it('are read however little is known of them, but not without what must be given', () => {
    expect(readRows(COLUMNS, { columns: ['vcpu'], rows: [[4]] }).knownShares).toEqual([0.25]);
    refused({ columns: ['price'], rows: [[0.1]] }).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'rows[0].vcpu' }));
    refused({ columns: ['vcpu', 'price'], rows: [[4], [4, 'cheap']] }).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'rows[1].price' }));
    refused({ columns: ['colour'], rows: [['red']] }).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'columns' }));
    refused({ columns: ['vcpu'], rows: [] }).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'rows' }));
  });
});

describe('features by name', () => {
  it('become a row in the order of the model', () => {
    expect(readRows(COLUMNS, { features: { ...GOOD, cv: null } })).toEqual({ cells: [[0.1, null, 4, 'aws']], knownShares: [0.75], missing: ['cv'] });
  });

  it('are refused when the model does not know one', () => {
    refused({ features: { ...GOOD, colour: 1 } }).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'features.colour' }));
  });

  it.each([
    ['price', 'cheap', 'features.price'],
    ['provider', 5, 'features.provider'],
    ['vcpu', null, 'features.vcpu'],
    ['cv', Number.NaN, 'features.cv'],
  ])('are refused when %s is %s', (name, value, path) => {
    refused({ features: { ...GOOD, [name]: value } }).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path }));
  });

  it.each([
    ['FP32', 3.5e38],
    ['INT32', 1.5],
    ['INT32', 2 ** 31],
    ['INT64', 2 ** 53],
    ['INT64', 0.1],
    ['BOOL', 2],
    ['FP64', Number.POSITIVE_INFINITY],
    ['FP64', 'Infinity'],
  ] as const)('are refused when %s would make something else of %s', (datatype, value) => {
    refused({ features: { a: value } }, [{ name: 'a', datatype }]).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'features.a' }));
  });

  it.each([
    ['FP32', -3.4e38],
    ['INT32', -(2 ** 31)],
    ['INT64', -(2 ** 53) + 1],
    ['BOOL', 0],
    ['FP64', 1e308],
  ] as const)('hold %s as large as %s', (datatype, value) => {
    expect(readRows([{ name: 'a', datatype }], { features: { a: value } }).cells).toEqual([[value]]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('may be called %s, and are unknown otherwise', (name) => {
    const features = JSON.parse(`{"${name}": 7, "cv": 1}`) as Record<string, number>;
    refused({ features }).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: `features.${name}` }));
    const columns = [name, 'cv'].map((feature) => ({ name: feature, datatype: 'FP64' }) as const);
    expect(readRows(columns, { features }).cells).toEqual([[7, 1]]);
    expect(readRows(columns, { features: { cv: 1 } }).missing).toEqual([name]);
  });

  it('are refused when more than half are missing, not when half are', () => {
    refused({ features: { vcpu: 4 } }).toThrow(/price, cv, provider/);
    expect(readRows(COLUMNS, { features: { vcpu: 4, cv: 1 } }).missing).toEqual(['price', 'provider']);
  });
});

describe('rows', () => {
  it('are refused by the place of what is wrong', () => {
    const row = [0.1, 0.2, 4, 'aws'];
    refused({ rows: [row, row, row, [1, 2]] }).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'rows[3]' }));
    refused({ rows: [row, [0.1, 'x', 4, 'aws']] }).toThrow(expect.objectContaining({ path: 'rows[1][1]' }));
    refused({ rows: [row, [null, null, 4, null]] }).toThrow(expect.objectContaining({ path: 'rows[1]' }));
    refused({ rows: [] }).toThrow(expect.objectContaining({ path: 'rows' }));
    refused({ rows: Array.from({ length: 10_001 }, () => row) }).toThrow(/10000 rows/);
    refused({ rows: ['no list'] as never }).toThrow(expect.objectContaining({ path: 'rows[0]' }));
  });

  it('come instead of features, not beside them', () => {
    refused({}).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'features' }));
    refused({ features: GOOD, rows: [[1, 1, 1, 'x']] }).toThrow(expect.objectContaining({ path: 'features' }));
  });
});

describe('a batch', () => {
  it('is plain numbers when all features are, NaN where one is unknown', () => {
    const batch = toBatch([COLUMNS[0], COLUMNS[0]] as FeatureColumn[], [
      [1, null],
      [3, 4],
    ]);
    expect(batch).toEqual({ rows: 2, values: Float32Array.from([1, Number.NaN, 3, 4]) });
  });

  it('is cells when some are texts or larger, with an empty text where one is unknown', () => {
    expect(toBatch(COLUMNS, [[null, 2, 3, null]])).toEqual({ rows: 1, cells: [[Number.NaN, 2, 3, '']] });
  });
});
