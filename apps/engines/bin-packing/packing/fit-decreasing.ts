import type { SizeClass, Vector } from './size-class';

/** Of every bin: the classes of what is in it, one entry a thing. */
export type Packing = readonly (readonly number[])[];

export type Fit = 'first' | 'best';

/** By what sizes are put in order, largest first: the scarcest share of a bin, or the sum of all shares. */
export type Order = 'largest share' | 'sum of shares';

/**
 * The classic: largest first, each into the first bin with room, or into the one it leaves the fullest. Equal things follow each other, so
 * a bin that had no room for one is not asked again by the next. Every size must fit an empty bin.
 */
export const fitDecreasing = (classes: readonly SizeClass[], bin: Vector, how: { readonly fit: Fit; readonly order: Order }): Packing => {
  const shares = classes.map(({ size }) => shareOf(size, bin, how.order));
  const sorted = [...classes.keys()].sort((one, other) => (shares[other] ?? 0) - (shares[one] ?? 0) || one - other);
  const bins = new OpenBins(bin);
  for (const index of sorted) bins.place(index, classes[index] ?? { size: [], count: 0, members: [] }, how.fit);
  return bins.contents;
};

const shareOf = (size: Vector, bin: Vector, order: Order): number => {
  const shares = size.map((amount, dimension) => (amount === 0 ? 0 : amount / (bin[dimension] ?? 1)));
  return order === 'sum of shares' ? shares.reduce((sum, share) => sum + share, 0) : Math.max(0, ...shares);
};

class OpenBins {
  readonly contents: number[][] = [];
  private readonly rooms: number[][] = [];
  private readonly left: number[] = [];

  constructor(private readonly bin: Vector) {}

  place(index: number, { size, count }: SizeClass, fit: Fit): void {
    let at = -1;
    for (let placed = 0; placed < count; placed += 1) {
      // The bin that took the last one is now the fullest with room, and none before it has any.
      if (at < 0 || !this.hasRoom(at, size)) at = fit === 'first' ? this.first(size, at + 1) : this.tightest(size);
      this.put(index, size, at);
    }
  }

  private first(size: Vector, from: number): number {
    for (let at = from; at < this.rooms.length; at += 1) if (this.hasRoom(at, size)) return at;
    return this.open();
  }

  private tightest(size: Vector): number {
    let best = -1;
    for (let at = 0; at < this.rooms.length; at += 1) if ((best < 0 || (this.left[at] ?? 0) < (this.left[best] ?? 0)) && this.hasRoom(at, size)) best = at;
    return best < 0 ? this.open() : best;
  }

  private open(): number {
    this.rooms.push([...this.bin]);
    this.contents.push([]);
    return this.left.push(this.bin.length) - 1;
  }

  private put(index: number, size: Vector, at: number): void {
    const room = this.rooms[at] ?? [];
    size.forEach((amount, dimension) => (room[dimension] = (room[dimension] ?? 0) - amount));
    this.left[at] = room.reduce((sum, amount, dimension) => sum + amount / Math.max(1, this.bin[dimension] ?? 1), 0);
    this.contents[at]?.push(index);
  }

  private hasRoom(at: number, size: Vector): boolean {
    const room = this.rooms[at] ?? [];
    for (let dimension = 0; dimension < size.length; dimension += 1) if ((size[dimension] ?? 0) > (room[dimension] ?? 0)) return false;
    return true;
  }
}
