/** One number a dimension, in whole units: millicores, bytes, pods. Every vector of one question has the same length. */
export type Vector = readonly number[];

/** Things of one size: pods come by the replica, so there are far fewer sizes than pods. */
export interface SizeClass {
  readonly size: Vector;
  readonly count: number;
  /** Positions in the list that was asked about. */
  readonly members: readonly number[];
}

/** In the order in which sizes first appear. */
export const sizeClassesOf = (items: readonly Vector[]): readonly SizeClass[] => {
  const bySize = new Map<string, number[]>();
  items.forEach((size, index) => {
    const key = size.join(' ');
    const members = bySize.get(key);
    if (members === undefined) bySize.set(key, [index]);
    else members.push(index);
  });
  return [...bySize.values()].map((members) => ({ size: items[members[0] ?? 0] ?? [], count: members.length, members }));
};

export const fits = (size: Vector, room: Vector): boolean => size.every((amount, dimension) => amount <= (room[dimension] ?? 0));
