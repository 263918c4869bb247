import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPORTED } from './datasets';
import { DuplicateSketch } from './duplicate-sketch';
import { overallScore, qualityScore } from './quality';
import { QualityTally, type RowFields } from './quality-tally';

const HASH = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const fieldsOf = (fields: readonly (string | null)[]): RowFields => ({
  isNull: (at) => (fields[at] ?? null) === null,
  text: (at) => fields[at] ?? null,
  number: (at) => (fields[at] === undefined || fields[at] === null ? null : Number(fields[at])),
});

describe('a score', () => {
  it('is 100 without a fault, and only then', () => {
    expect(qualityScore({ rows: 1_000_000, nulls: { a: 0 }, out_of_range: { b: 0 }, duplicates: 0 })).toBe(100);
    expect(qualityScore({ rows: 1_000_000, nulls: { a: 0 }, out_of_range: { b: 0 }, duplicates: 1 })).toBe(99.99);
    expect(qualityScore({ rows: 200, nulls: { a: 3 }, out_of_range: { b: 4, c: 2 }, duplicates: 1 })).toBe(95);
    expect(qualityScore({ rows: 0, nulls: {}, out_of_range: {}, duplicates: 0 })).toBe(100);
    expect(qualityScore({ rows: 2, nulls: { a: 2, b: 2 }, out_of_range: {}, duplicates: 0 })).toBe(0);
  });

  it('lies between 0 and 100 and falls with every fault', () => {
    fc.assert(
      fc.property(fc.record({ rows: fc.nat(10_000), nulls: fc.nat(10_000), ranges: fc.nat(10_000), duplicates: fc.nat(10_000) }), ({ rows, nulls, ranges, duplicates }) => {
        const counts = { rows, nulls: { a: nulls }, out_of_range: { b: ranges }, duplicates };
        const score = qualityScore(counts);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(qualityScore({ ...counts, duplicates: duplicates + 1 })).toBeLessThanOrEqual(score);
      }),
    );
  });

  it('of several datasets counts each row alike', () => {
    expect(overallScore([{ rows: 300, score: 100 }, { rows: 100, score: 60 }, { rows: 0, score: 100 }])).toBe(90);
    expect(overallScore([])).toBe(100);
  });
});

describe('duplicates', () => {
  it('are counted exactly while there is room, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(HASH, fc.constantFrom('x', 'y')), { maxLength: 60 }), fc.array(fc.nat(59), { maxLength: 60 }), (keys, again) => {
        const all = [...keys, ...again.flatMap((at) => keys.slice(at, at + 1))];
        const sketch = new DuplicateSketch();
        for (const key of all) sketch.add(key);
        expect(sketch.count()).toBe(all.length - new Set(all.map((key) => key.join())).size);
      }),
    );
  });

  it('are estimated within a tenth beyond, from hashes of a share of the room', () => {
    const sketch = new DuplicateSketch(2_000);
    const hashOf = (index: number): string => Math.imul(index + 1, 0x9e3779b1).toString(16).replace('-', 'f').padStart(8, '0').slice(-8);
    const add = (index: number): void => {
      const hash = hashOf(index);
      if (sketch.wants(hash)) sketch.add([hash, String(index)]);
    };
    for (let index = 0; index < 100_000; index += 1) {
      add(index);
      if (index % 10 === 0) add(index);
    }
    expect(sketch.count()).toBeGreaterThan(9_000);
    expect(sketch.count()).toBeLessThan(11_000);
  });
});

describe('a tally', () => {
  const trends = EXPORTED.cost_trends;
  const good: Readonly<Record<string, string | null>> = { id: 'i', account_hash: 'ab', month: '2026-11', provider: 'aws', total_spend: '10.0000', total_spend_source: 'posted', waste_detected: '4', waste_eliminated: '0', waste_percentage: '40', top_waste_categories: '{}', created_at: 'x', updated_at: 'x' };
  const rowOf = (change: Readonly<Record<string, string | null>>): RowFields => fieldsOf(trends.columns.map(({ name }) => ({ ...good, ...change })[name] ?? null));

  it('finds what is missing, out of its range and there twice, each by its column', () => {
    const tally = new QualityTally(trends);
    tally.add(rowOf({}));
    tally.add(rowOf({ month: '2026-10', provider: null }));
    tally.add(rowOf({ month: '2026-09', waste_detected: '-0.0001', waste_percentage: 'NaN' }));
    tally.add(rowOf({}));
    const { rows, nulls, out_of_range, duplicates } = tally.counts();
    expect({ rows, duplicates }).toEqual({ rows: 4, duplicates: 1 });
    expect(Object.entries(nulls).filter(([, count]) => count > 0)).toEqual([['provider', 1]]);
    expect(Object.entries(out_of_range).filter(([, count]) => count > 0)).toEqual([['waste_detected', 1], ['waste_percentage', 1]]);
  });

  it('takes resources of the same id in two accounts for two', () => {
    const training = EXPORTED.ml_training_data;
    const found = (account_hash: string): RowFields => {
      const row: Readonly<Record<string, string>> = { account_hash, resource_hash: 'ab', detection_scenario: 'idle', detected_at: '2026-11-20T10:30:00Z', cost_monthly: '1' };
      return fieldsOf(training.columns.map(({ name }) => row[name] ?? null));
    };
    const tally = new QualityTally(training);
    for (const account of ['a1', 'b2', 'a1']) tally.add(found(account));
    expect(tally.counts().duplicates).toBe(1);
  });

  it('takes the bounds of a range as part of it', () => {
    const tally = new QualityTally(trends);
    tally.add(rowOf({ waste_percentage: '0' }));
    tally.add(rowOf({ month: '2026-10', waste_percentage: '100.0000' }));
    expect(tally.counts().out_of_range['waste_percentage']).toBe(0);
  });
});
