import type { SizeClass, Vector } from './size-class';

/** Rounded up, what is packed by the rough sizes fits by the true ones; rounded down, a bound for the rough sizes holds for the true ones. */
export type Rounding = 'up' | 'down';

/**
 * At most so many sizes: neighbours become one, of the largest (or smallest) amount of any of them in each dimension. The group
 * that differs most, weighed by how many it holds, is halved until there are enough groups.
 */
export const coarseClasses = (classes: readonly SizeClass[], most: number, rounding: Rounding): readonly SizeClass[] => {
  if (classes.length <= most) return classes;
  const groups: Group[] = [groupOf(classes)];
  while (groups.length < most) {
    const widest = groups.reduce((best, group, index) => (group.spread > (groups[best]?.spread ?? 0) ? index : best), 0);
    const { classes: inside, dimension } = groups[widest] ?? groupOf([]);
    const sorted = [...inside].sort((one, other) => (one.size[dimension] ?? 0) - (other.size[dimension] ?? 0));
    const middle = Math.ceil(sorted.length / 2);
    groups.splice(widest, 1, groupOf(sorted.slice(0, middle)), groupOf(sorted.slice(middle)));
  }
  return groups.map((group) => merged(group.classes, rounding));
};

interface Group {
  readonly classes: readonly SizeClass[];
  /** In which sizes differ most, and by how much, times how many things there are. */
  readonly dimension: number;
  readonly spread: number;
}

const groupOf = (classes: readonly SizeClass[]): Group => {
  const [low, high] = [extreme(classes, 'down'), extreme(classes, 'up')];
  const spreads = high.map((amount, dimension) => (amount === 0 ? 0 : (amount - (low[dimension] ?? 0)) / amount));
  const dimension = spreads.reduce((best, spread, index) => (spread > (spreads[best] ?? 0) ? index : best), 0);
  const count = classes.reduce((sum, each) => sum + each.count, 0);
  return { classes, dimension, spread: (spreads[dimension] ?? 0) * count };
};

const merged = (classes: readonly SizeClass[], rounding: Rounding): SizeClass => ({
  size: extreme(classes, rounding),
  count: classes.reduce((sum, { count }) => sum + count, 0),
  members: classes.flatMap(({ members }) => members),
});

const extreme = (classes: readonly SizeClass[], rounding: Rounding): Vector => {
  const choose = rounding === 'up' ? Math.max : Math.min;
  return classes.reduce((chosen, { size }) => size.map((amount, dimension) => choose(amount, chosen[dimension] ?? amount)), [] as Vector);
};
