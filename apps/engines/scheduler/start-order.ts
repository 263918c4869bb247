import type { Change } from './changes';

/** Changes of one environment that may be made together, in the order in which they are to be made. What the order does not name waits for nobody. */
export interface Ranks {
  readonly ordered: readonly (readonly Change[])[];
  readonly free: readonly Change[];
}

/** What is named first starts first and stops last. Names as `db`, `shop/db` or `StatefulSet/shop/db`. */
export const ranksOf = (changes: readonly Change[], direction: 'up' | 'down'): Ranks => {
  const byRank = new Map<number, Change[]>();
  const free: Change[] = [];
  for (const change of changes) {
    const rank = rankOf(change);
    const group = byRank.get(rank);
    if (rank < 0) free.push(change);
    else if (group === undefined) byRank.set(rank, [change]);
    else group.push(change);
  }
  const ordered = [...byRank].sort(([one], [other]) => (direction === 'up' ? one - other : other - one)).map(([, group]) => group);
  return { ordered, free };
};

const rankOf = ({ candidate: { unit, hours } }: Change): number => {
  const { namespace, name } = unit.target;
  return hours.startOrder.findIndex((named) => named === name || named === `${namespace}/${name}` || named === unit.key);
};
