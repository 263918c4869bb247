/** What a bin holds, and what each thing takes: one number a dimension. */
type Vector = readonly number[];

const fits = (size: Vector, room: Vector): boolean => size.every((amount, dimension) => amount <= (room[dimension] ?? 0));
const less = (room: Vector, size: Vector): Vector => room.map((amount, dimension) => amount - (size[dimension] ?? 0));
const sharesOf = (size: Vector, bin: Vector): readonly number[] => size.map((amount, dimension) => amount / (bin[dimension] ?? 1));
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The two usual readings of "decreasing" where a size has several dimensions. */
export const DECREASING_BY = {
  'largest share': (size: Vector, bin: Vector) => Math.max(...sharesOf(size, bin)),
  'sum of shares': (size: Vector, bin: Vector) => sumOf(sharesOf(size, bin)),
} as const;

export type DecreasingBy = keyof typeof DECREASING_BY;

interface Question {
  readonly items: readonly Vector[];
  readonly bin: Vector;
  readonly by: DecreasingBy;
}

const decreasing = ({ items, bin, by }: Question): readonly Vector[] => {
  const keyed = items.map((size) => ({ size, key: DECREASING_BY[by](size, bin) }));
  return keyed.sort((one, other) => other.key - one.key).map(({ size }) => size);
};

/** First-fit decreasing as the textbook has it: largest first, each into the first bin with room. Gives the number of bins. */
export const firstFitDecreasing = (question: Question): number => {
  const rooms: Vector[] = [];
  for (const size of decreasing(question)) {
    const at = rooms.findIndex((room) => fits(size, room));
    if (at < 0) rooms.push(less(question.bin, size));
    else rooms[at] = less(rooms[at] ?? [], size);
  }
  return rooms.length;
};

/** Best-fit decreasing: largest first, each into the bin with the least room (sum of shares) that still has enough. */
export const bestFitDecreasing = (question: Question): number => {
  const rooms: Vector[] = [];
  for (const size of decreasing(question)) {
    const at = tightest(rooms, size, question.bin);
    if (at < 0) rooms.push(less(question.bin, size));
    else rooms[at] = less(rooms[at] ?? [], size);
  }
  return rooms.length;
};

const tightest = (rooms: readonly Vector[], size: Vector, bin: Vector): number => {
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  rooms.forEach((room, index) => {
    if (!fits(size, room)) return;
    const left = sumOf(sharesOf(room, bin));
    if (left < least) [best, least] = [index, left];
  });
  return best;
};
