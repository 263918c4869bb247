import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_USED, Samples } from './digest';
import { rankOf, selectAt } from '@ml/engine-kernel/select';

const numbers = fc.array(fc.oneof(fc.nat(9), fc.double({ min: 0, max: 1e12, noNaN: true })), { minLength: 1, maxLength: 300 });
const sorted = (values: readonly number[]): readonly number[] => [...values].sort((one, other) => one - other);

describe('selectAt', () => {
  it('finds what a sort would put there, also among many that are alike', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (values, drawn) => {
        const at = drawn % values.length;
        expect(selectAt(Float64Array.from(values), values.length, at)).toBe(sorted(values)[at]);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the nearest rank: of 100 samples the 95th, of 20 the 19th, of one that one', () => {
    expect([rankOf(0.95, 100), rankOf(0.95, 20), rankOf(0.95, 1), rankOf(1, 7), rankOf(0.5, 7)]).toEqual([94, 18, 0, 6, 3]);
  });
});

describe('a digest', () => {
  it('holds of each statistic the largest over the pods, whatever the order in which they come', () => {
    const options = { lower: 0.5, wanted: 0.95, upper: 0.99 };
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 5 }), (pods) => {
        const samples = new Samples();
        let digest = NOTHING_USED;
        for (const pod of pods) {
          samples.clear();
          samples.add([...pod, null], 0);
          digest = samples.raise(digest, options);
        }
        const largest = (share: number): number => Math.max(...pods.map((pod) => sorted(pod)[rankOf(share, pod.length)] ?? 0));
        expect(digest).toEqual({ middle: largest(0.5), wanted: largest(0.95), high: largest(0.99), peak: largest(1) });
      }),
    );
  });
});
