/** Beyond it lies one sample of a thousand, above or below. */
const TAIL = 0.001;

/** The last values of something, always sorted: what was usual, and how far something new is beyond it. */
export class SeenRange {
  private readonly ring: Float64Array;
  private readonly sorted: Float64Array;
  private count = 0;
  private oldest = 0;

  constructor(most: number) {
    this.ring = new Float64Array(most);
    this.sorted = new Float64Array(most);
  }

  get size(): number {
    return this.count;
  }

  add(value: number): void {
    if (this.count === this.ring.length) this.forget(this.ring[this.oldest] as number);
    this.ring[this.oldest] = value;
    this.oldest = (this.oldest + 1) % this.ring.length;
    const place = this.placeOf(value);
    this.sorted.copyWithin(place + 1, place, this.count);
    this.sorted[place] = value;
    this.count += 1;
  }

  /** Between the values where it falls between two; NaN before the first. */
  quantile(share: number): number {
    const place = share * (this.count - 1);
    const below = Math.floor(place);
    const low = this.sorted[below] ?? Number.NaN;
    const high = this.sorted[Math.min(this.count - 1, below + 1)] ?? Number.NaN;
    return low + (place - below) * (high - low);
  }

  /** In size; 0 before the first. */
  largest(): number {
    return this.count === 0 ? 0 : Math.max(Math.abs(this.sorted[0] as number), Math.abs(this.sorted[this.count - 1] as number));
  }

  /** Of the middle eight tenths. */
  spread(): number {
    return this.quantile(0.9) - this.quantile(0.1);
  }

  /**
   * How far the value lies beyond all but the rarest of what was seen: 0 within it, else the share of the whole range, this value in it; at most 1.
   * @param noise apart by no more than that is the same
   */
  beyond(value: number, noise: number): number {
    if (this.count === 0) return 0;
    const apart = Math.max(value - this.quantile(1 - TAIL), this.quantile(TAIL) - value);
    if (!(apart > noise)) return 0;
    const share = apart / (Math.max(value, this.sorted[this.count - 1] as number) - Math.min(value, this.sorted[0] as number));
    return Number.isNaN(share) ? 1 : Math.min(1, share);
  }

  private forget(value: number): void {
    const place = this.placeOf(value);
    this.sorted.copyWithin(place, place + 1, this.count);
    this.count -= 1;
  }

  /** Of the first that is not smaller. */
  private placeOf(value: number): number {
    let [from, to] = [0, this.count];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.sorted[middle] as number) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
