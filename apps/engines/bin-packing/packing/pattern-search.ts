import { surrogateSize, surrogateWeights, type KnapsackItems } from './surrogate-weights';

export interface BestPattern {
  /** How many of each size; undefined when none is worth more than what is known. */
  readonly counts: readonly number[] | undefined;
  /** No pattern is worth more. */
  readonly upper: number;
}

export interface SearchLimits {
  /** A pattern worth so much is known: only better ones are looked for. */
  readonly known: number;
  readonly visits: number;
}

/** What values, being whole numbers, may be wrong by after adding floating numbers. */
const SLACK = 1e-3;

/**
 * The most valuable content of one bin, by branch and bound over sizes in the order of their value for weight.
 * A budget of visits bounds the work; what was not looked at then counts with its bound, so that `upper` always holds.
 */
export const bestPattern = (items: KnapsackItems, limits: SearchLimits): BestPattern => new PatternSearch(items, limits).search();

class PatternSearch {
  private readonly order: readonly number[];
  private readonly sizes: Float64Array;
  private readonly weights: Float64Array;
  private readonly values: Float64Array;
  private readonly limits: Float64Array;
  private readonly room: Float64Array;
  private readonly fullWeight: number;
  private readonly taken: Float64Array;
  private best: Float64Array | undefined;
  private bestValue: number;
  private upper = 0;
  private left: number;

  constructor(
    private readonly items: KnapsackItems,
    { known, visits }: SearchLimits,
  ) {
    const { sizes, bin, values, limits } = items;
    const by = surrogateWeights(items);
    const weightOf = sizes.map((size) => surrogateSize(size, bin, by));
    this.order = sizes
      .flatMap((_, index) => ((values[index] ?? 0) > 0 && (limits[index] ?? 0) > 0 ? [index] : []))
      .sort((one, other) => (values[other] ?? 0) * (weightOf[one] ?? 0) - (values[one] ?? 0) * (weightOf[other] ?? 0) || one - other);
    const pick = (from: readonly number[]): Float64Array => Float64Array.from(this.order, (index) => from[index] ?? 0);
    this.sizes = Float64Array.from(this.order.flatMap((index) => [...(sizes[index] ?? [])]));
    this.weights = pick(weightOf);
    this.values = pick(values);
    this.limits = pick(limits);
    this.room = Float64Array.from(bin);
    this.fullWeight = surrogateSize(bin, bin, by);
    this.taken = new Float64Array(this.order.length);
    this.bestValue = known;
    this.left = visits;
  }

  search(): BestPattern {
    this.explore(0, 0, this.fullWeight);
    const { best } = this;
    const counts = this.items.sizes.map(() => 0);
    this.order.forEach((index, level) => (counts[index] = best?.[level] ?? 0));
    return { counts: best === undefined ? undefined : counts, upper: Math.max(this.upper, this.bestValue) };
  }

  private explore(from: number, value: number, weightRoom: number): void {
    if (value > this.bestValue) {
      this.bestValue = value;
      this.best = this.taken.slice();
    }
    const bound = value + this.reach(from, weightRoom) + SLACK;
    if (bound < Math.max(this.bestValue, this.upper) + 1) return;
    this.left -= 1;
    if (this.left < 0) {
      this.upper = Math.max(this.upper, Math.floor(bound));
      return;
    }
    let level = from;
    while (level < this.order.length && this.most(level) === 0) level += 1;
    if (level < this.order.length) this.branch(level, value, weightRoom);
  }

  private branch(level: number, value: number, weightRoom: number): void {
    const [worth, weight] = [this.values[level] ?? 0, this.weights[level] ?? 0];
    const most = this.most(level);
    this.take(level, most);
    for (let count = most; count >= 0; count -= 1) {
      this.explore(level + 1, value + count * worth, weightRoom - count * weight);
      if (count > 0) this.take(level, -1);
    }
  }

  private take(level: number, count: number): void {
    const start = level * this.room.length;
    for (let dimension = 0; dimension < this.room.length; dimension += 1) this.room[dimension] = (this.room[dimension] ?? 0) - count * (this.sizes[start + dimension] ?? 0);
    this.taken[level] = (this.taken[level] ?? 0) + count;
  }

  /** How many more of this size there is room for. */
  private most(level: number): number {
    const start = level * this.room.length;
    let most = this.limits[level] ?? 0;
    for (let dimension = 0; dimension < this.room.length; dimension += 1) {
      const size = this.sizes[start + dimension] ?? 0;
      const left = this.room[dimension] ?? 0;
      if (size > left) return 0;
      if (size * most > left) most = Math.floor(left / size);
    }
    return most;
  }

  /** What the rest can still be worth: sizes that still fit, by value for weight, the last one in part. */
  private reach(from: number, weightRoom: number): number {
    let room = weightRoom;
    let worth = 0;
    for (let level = from; level < this.order.length && room > 0; level += 1) {
      const most = this.most(level);
      if (most === 0) continue;
      const weight = this.weights[level] ?? 0;
      const count = weight * most <= room ? most : room / weight;
      worth += count * (this.values[level] ?? 0);
      room -= count * weight;
    }
    return worth;
  }
}
