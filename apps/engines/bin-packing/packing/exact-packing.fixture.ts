import { fits, type Vector } from './size-class';

/** The fewest bins, by trying everything: each item into every open bin that has room, or into a new one. For a handful of items. */
export const fewestBins = (items: readonly Vector[], bin: Vector): number => {
  const placeable = items.filter((size) => fits(size, bin));
  let best = placeable.length;
  const place = (index: number, rooms: readonly Vector[]): void => {
    if (rooms.length >= best) return;
    const size = placeable[index];
    if (size === undefined) {
      best = rooms.length;
      return;
    }
    rooms.forEach((room, at) => {
      if (fits(size, room)) place(index + 1, rooms.with(at, less(room, size)));
    });
    place(index + 1, [...rooms, less(bin, size)]);
  };
  place(0, []);
  return best;
};

const less = (room: Vector, size: Vector): Vector => room.map((amount, dimension) => amount - (size[dimension] ?? 0));
