import type { Vector } from './size-class';

export interface KnapsackItems {
  readonly sizes: readonly Vector[];
  /** Of each at most so many. */
  readonly limits: readonly number[];
  /** Whole numbers: what one of each is worth. */
  readonly values: readonly number[];
  readonly bin: Vector;
}

const ROUNDS = 6;
const STEPS = [4, 0.25, 1.5, 1 / 1.5] as const;

/**
 * One weight a dimension, so that a bin full by the weighted sum of its dimensions is worth as little as possible: the
 * tightest bound a single line can give on what several dimensions allow. Found by walking along one dimension at a time.
 */
export const surrogateWeights = (items: KnapsackItems): readonly number[] => {
  let weights: readonly number[] = items.bin.map(() => 1);
  let least = worthOfFullBin(items, weights);
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = least;
    for (const candidate of neighboursOf(weights)) {
      const worth = worthOfFullBin(items, candidate);
      if (worth < least) [weights, least] = [candidate, worth];
    }
    if (least > before * (1 - 1e-4)) break;
  }
  return weights;
};

const neighboursOf = (weights: readonly number[]): readonly (readonly number[])[] =>
  weights.flatMap((weight, dimension) => STEPS.map((step) => weights.with(dimension, weight * step)));

/** Of one thing, in weighted shares of the bin. */
export const surrogateSize = (size: Vector, bin: Vector, weights: readonly number[]): number =>
  size.reduce((sum, amount, dimension) => sum + (amount === 0 ? 0 : ((weights[dimension] ?? 0) * amount) / (bin[dimension] ?? 1)), 0);

/** By value for weight, the last one in part. */
const worthOfFullBin = ({ sizes, limits, values, bin }: KnapsackItems, weights: readonly number[]): number => {
  const lines = sizes.map((size, index) => ({ weight: surrogateSize(size, bin, weights), value: values[index] ?? 0, limit: limits[index] ?? 0 }));
  lines.sort((one, other) => other.value * one.weight - one.value * other.weight);
  let room = surrogateSize(bin, bin, weights);
  let worth = 0;
  for (const { weight, value, limit } of lines) {
    const count = weight <= 0 ? limit : Math.min(limit, room / weight);
    worth += count * value;
    room -= count * weight;
    if (room <= 0) break;
  }
  return worth;
};
