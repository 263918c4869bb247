/** How many of each size one bin holds. */
export type Pattern = readonly number[];

export interface Column {
  readonly pattern: Pattern;
  /** How often it is used; a fraction. */
  readonly times: number;
}

const SMALL = 1e-9;
/** A dual below this is more than an error of rounding. */
const TINY_DUAL = 1e-7;

/** Rows that tie for leaving can make the simplex go round in circles: each demand is a little more than asked for, by another amount. */
const nudge = (row: number): number => 1e-4 * (1 + ((row * 7_919) % 1_009) / 1_009);

/**
 * The linear programme of covering: use patterns, each at the price of one bin, so that every size is held as often as it is asked for.
 * Revised simplex with the inverse of the basis written out; starts from patterns that hold one size each. A basic column
 * that is no pattern is the surplus of its row.
 */
export class CoveringLp {
  private readonly rows: number;
  private readonly inverse: Float64Array;
  private readonly amounts: Float64Array;
  private readonly basis: (Pattern | undefined)[];
  readonly duals: Float64Array;

  constructor(demands: readonly number[], singles: readonly number[]) {
    this.rows = demands.length;
    this.inverse = new Float64Array(this.rows * this.rows);
    this.amounts = Float64Array.from(demands, (demand, row) => (demand === 0 ? 0 : demand + nudge(row)) / (singles[row] ?? 1));
    this.basis = singles.map((count, row) => demands.map((_, index) => (index === row ? count : 0)));
    this.duals = Float64Array.from(singles, (count) => 1 / count);
    singles.forEach((count, row) => (this.inverse[row * this.rows + row] = 1 / count));
  }

  /** Bins, in fractions. */
  get value(): number {
    return this.basis.reduce((sum, pattern, row) => sum + (pattern === undefined ? 0 : (this.amounts[row] ?? 0)), 0);
  }

  get columns(): readonly Column[] {
    return this.basis.flatMap((pattern, row) => (pattern === undefined ? [] : [{ pattern, times: this.amounts[row] ?? 0 }]));
  }

  worthOf(pattern: Pattern): number {
    let worth = 0;
    for (let row = 0; row < this.rows; row += 1) worth += (this.duals[row] ?? 0) * (pattern[row] ?? 0);
    return worth;
  }

  /** Takes in a pattern that is worth more than the bin it costs. False when numbers are too small to go on. */
  enter(pattern: Pattern): boolean {
    const direction = new Float64Array(this.rows);
    for (let column = 0; column < this.rows; column += 1) {
      const count = pattern[column] ?? 0;
      if (count === 0) continue;
      for (let row = 0; row < this.rows; row += 1) direction[row] = (direction[row] ?? 0) + count * (this.inverse[row * this.rows + column] ?? 0);
    }
    return this.pivot(direction, pattern);
  }

  /** Where holding more than asked for would save: lets it. At most one a call; false when there is none. */
  enterSurplus(): boolean {
    const lowest = this.duals.reduce((best, dual, row) => (dual < (this.duals[best] ?? 0) ? row : best), 0);
    if (this.rows === 0 || (this.duals[lowest] ?? 0) > -TINY_DUAL) return false;
    const direction = Float64Array.from(this.basis, (_, row) => -(this.inverse[row * this.rows + lowest] ?? 0));
    return this.pivot(direction, undefined);
  }

  private pivot(direction: Float64Array, entering: Pattern | undefined): boolean {
    const leaving = this.leavingRow(direction);
    if (leaving < 0) return false;
    this.divide(leaving, direction);
    const amount = this.amounts[leaving] ?? 0;
    for (let row = 0; row < this.rows; row += 1) {
      const factor = direction[row] ?? 0;
      if (row === leaving || factor === 0) continue;
      this.amounts[row] = Math.max(0, (this.amounts[row] ?? 0) - factor * amount);
      this.subtract(row, leaving, factor);
    }
    this.basis[leaving] = entering;
    this.price();
    return true;
  }

  private leavingRow(direction: Float64Array): number {
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < this.rows; row += 1) {
      const factor = direction[row] ?? 0;
      if (factor <= SMALL) continue;
      const ratio = (this.amounts[row] ?? 0) / factor;
      const tie = Math.abs(ratio - least) <= SMALL;
      if (tie ? factor > (direction[leaving] ?? 0) : ratio < least) [leaving, least] = [row, ratio];
    }
    return leaving;
  }

  private divide(row: number, direction: Float64Array): void {
    const factor = direction[row] ?? 1;
    this.amounts[row] = (this.amounts[row] ?? 0) / factor;
    for (let at = row * this.rows; at < (row + 1) * this.rows; at += 1) this.inverse[at] = (this.inverse[at] ?? 0) / factor;
  }

  private subtract(row: number, from: number, factor: number): void {
    const [to, at] = [row * this.rows, from * this.rows];
    for (let column = 0; column < this.rows; column += 1) this.inverse[to + column] = (this.inverse[to + column] ?? 0) - factor * (this.inverse[at + column] ?? 0);
  }

  private price(): void {
    this.duals.fill(0);
    this.basis.forEach((pattern, row) => {
      if (pattern === undefined) return;
      for (let column = 0; column < this.rows; column += 1) this.duals[column] = (this.duals[column] ?? 0) + (this.inverse[row * this.rows + column] ?? 0);
    });
  }
}
