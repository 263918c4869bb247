import type { KnapsackItems } from './surrogate-weights';

/** Bins in the making: one for every cell of a grid over what room is left in the two scarcest dimensions. */
interface Layer {
  readonly rooms: Float64Array;
  readonly values: Float64Array;
  readonly from: Int32Array;
  readonly counts: Int32Array;
  readonly size: number;
}

/**
 * Good contents of one bin, not proven best: size by size, of all partial bins that leave about the same room only the most
 * valuable one is kept. Room is reckoned exactly; only the comparison is coarse (`cells` a dimension).
 * Gives several patterns, most valuable first: each costs a linear programme one step, while looking costs much.
 */
export const goodPatterns = (items: KnapsackItems, cells: number, wanted: { readonly above: number; readonly most: number }): readonly (readonly number[])[] => {
  const order = worthwhile(items).sort((one, other) => largestShare(items, other) - largestShare(items, one) || one - other);
  const grid = gridOf(items, cells);
  const layers: Layer[] = [{ rooms: Float64Array.from(items.bin), values: new Float64Array(1), from: new Int32Array(1), counts: new Int32Array(1), size: 1 }];
  for (const index of order) layers.push(extended(layers.at(-1), { items, index, grid }));
  return finalsOf(layers.at(-1)?.values, wanted.above).slice(0, wanted.most).map((at) => unwound({ layers, order, sizes: items.sizes.length }, at));
};

const worthwhile = ({ sizes, values, limits }: KnapsackItems): number[] => [...sizes.keys()].filter((index) => (values[index] ?? 0) > 0 && (limits[index] ?? 0) > 0);

const finalsOf = (values: Float64Array | undefined, above: number): readonly number[] => {
  if (values === undefined) return [];
  const worthOf = (at: number): number => values[at] ?? 0;
  return [...values.keys()].filter((at) => worthOf(at) > above).sort((one, other) => worthOf(other) - worthOf(one) || one - other);
};

const largestShare = ({ sizes, bin }: KnapsackItems, index: number): number =>
  (sizes[index] ?? []).reduce((most, amount, dimension) => Math.max(most, amount / Math.max(1, bin[dimension] ?? 1)), 0);

interface Grid {
  readonly cells: number;
  readonly dimensions: readonly [number, number];
  readonly capacities: readonly [number, number];
}

/** The two dimensions in which the most is asked for. */
const gridOf = ({ sizes, limits, bin }: KnapsackItems, cells: number): Grid => {
  const asked = bin.map((capacity, dimension) => sizes.reduce((sum, size, index) => sum + ((size[dimension] ?? 0) * (limits[index] ?? 0)) / Math.max(1, capacity), 0));
  const [one = 0, other = one] = [...asked.keys()].sort((left, right) => (asked[right] ?? 0) - (asked[left] ?? 0));
  return { cells, dimensions: [one, other], capacities: [Math.max(1, bin[one] ?? 1), Math.max(1, bin[other] ?? 1)] };
};

interface Step {
  readonly items: KnapsackItems;
  readonly index: number;
  readonly grid: Grid;
}

const extended = (layer: Layer | undefined, step: Step): Layer => {
  const next = new NextLayer(step.grid, step.items.bin.length);
  for (let at = 0; at < (layer?.size ?? 0); at += 1) extend({ layer, at, next }, step);
  return next.layer();
};

interface Extension {
  readonly layer: Layer | undefined;
  readonly at: number;
  readonly next: NextLayer;
}

/** Offers the partial bin with none of this size, with one, with two, ... */
const extend = ({ layer, at, next }: Extension, { items, index }: Step): void => {
  const width = items.bin.length;
  const [size = [], limit = 0, worth = 0] = [items.sizes[index], items.limits[index], items.values[index]];
  const before = layer?.values[at] ?? 0;
  const room = layer?.rooms.slice(at * width, (at + 1) * width) ?? new Float64Array(width);
  for (let count = 0; count <= limit; count += 1) {
    next.offer({ room, value: before + count * worth, from: at, count });
    if (!tookOne(room, size)) break;
  }
};

/** Takes one more out of the room; false, and nothing taken, when it does not fit. */
const tookOne = (room: Float64Array, size: readonly number[]): boolean => {
  for (let dimension = 0; dimension < room.length; dimension += 1) if ((size[dimension] ?? 0) > (room[dimension] ?? 0)) return false;
  for (let dimension = 0; dimension < room.length; dimension += 1) room[dimension] = (room[dimension] ?? 0) - (size[dimension] ?? 0);
  return true;
};

interface Offered {
  readonly room: Float64Array;
  readonly value: number;
  readonly from: number;
  readonly count: number;
}

class NextLayer {
  private readonly slots: Int32Array;
  private readonly rooms: number[] = [];
  private readonly values: number[] = [];
  private readonly from: number[] = [];
  private readonly counts: number[] = [];

  constructor(
    private readonly grid: Grid,
    private readonly width: number,
  ) {
    this.slots = new Int32Array((grid.cells + 1) * (grid.cells + 1)).fill(-1);
  }

  offer({ room, value, from, count }: Offered): void {
    const cell = this.cellOf(room);
    let slot = this.slots[cell] ?? -1;
    if (slot >= 0 && value <= (this.values[slot] ?? 0)) return;
    if (slot < 0) {
      slot = this.values.length;
      this.slots[cell] = slot;
    }
    this.values[slot] = value;
    this.from[slot] = from;
    this.counts[slot] = count;
    for (let dimension = 0; dimension < this.width; dimension += 1) this.rooms[slot * this.width + dimension] = room[dimension] ?? 0;
  }

  layer(): Layer {
    const { values, from, counts, rooms } = this;
    return { rooms: Float64Array.from(rooms), values: Float64Array.from(values), from: Int32Array.from(from), counts: Int32Array.from(counts), size: values.length };
  }

  private cellOf(room: Float64Array): number {
    const { cells, dimensions, capacities } = this.grid;
    const one = Math.floor(((room[dimensions[0]] ?? 0) * cells) / capacities[0]);
    const other = Math.floor(((room[dimensions[1]] ?? 0) * cells) / capacities[1]);
    return one * (cells + 1) + other;
  }
}

interface Trail {
  readonly layers: readonly Layer[];
  readonly order: readonly number[];
  readonly sizes: number;
}

const unwound = ({ layers, order, sizes }: Trail, last: number): readonly number[] => {
  const counts = Array.from({ length: sizes }, () => 0);
  let at = last;
  for (let level = order.length; level > 0; level -= 1) {
    counts[order[level - 1] ?? 0] = layers[level]?.counts[at] ?? 0;
    at = layers[level]?.from[at] ?? 0;
  }
  return counts;
};
