/** Multiplier of the linear congruential generator of Numerical Recipes, to spread small seeds. */
const SPREAD = 1_664_525;
const WARM_UP = 12;

/** Numbers that look random and are the same for the same seed: Chris Doty-Humphrey's sfc32. */
export class Draws {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    this.a = seed | 0;
    this.b = Math.imul(seed, SPREAD) | 0;
    this.c = ~seed | 0;
    for (let round = 0; round < WARM_UP; round += 1) this.next();
  }

  /** From 0, below 1. */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A whole number from 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Of the normal distribution (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** `count` different whole numbers below `of`, ascending. */
  choose(count: number, of: number): Int32Array {
    const all = Int32Array.from({ length: of }, (_, index) => index);
    const taken = Math.min(count, of);
    for (let at = 0; at < taken; at += 1) {
      const other = at + this.below(of - at);
      const held = all[at] as number;
      all[at] = all[other] as number;
      all[other] = held;
    }
    return all.slice(0, taken).sort();
  }
}
