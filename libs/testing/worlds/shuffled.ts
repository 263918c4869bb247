import type { Native } from './kubernetes-parts';

/** The same objects in another order: the lists of a state reversed and rotated by `turn`, the fields of every object reversed. */
export const shuffled = (state: Native, turn: number): Native =>
  Object.fromEntries(
    Object.entries(state)
      .reverse()
      .map(([key, value]) => [key, Array.isArray(value) ? rotated([...value].reverse().map(fieldsReversed), turn) : fieldsReversed(value)]),
  );

const rotated = <T>(items: readonly T[], turn: number): readonly T[] => {
  const at = items.length === 0 ? 0 : turn % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
};

/** Lists inside an object keep their order: a container's series is one. */
const fieldsReversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fieldsReversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, fieldsReversed(inner)]),
  );
};
