import type { Change } from './changes';

/** Changes of one environment that may be made together, in the order in which they are to be made. What the order does not name waits for nobody. */
export interface Ranks {
  readonly ordered: readonly (readonly Change[])[];
  readonly free: readonly Change[];
}

/** Of one environment. What is named first starts first and stops last. Names as `db`, `shop/db` or `StatefulSet/shop/db`. */
export const ranksOf = (changes: readonly Change[], direction: 'up' | 'down'): Ranks => {
  const rankOf = ranking(changes[0]?.candidate.hours.startOrder ?? []);
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

/** The first place that names it; -1 for none. */
const ranking = (order: readonly string[]): ((change: Change) => number) => {
  const places = new Map<string, number>();
  order.forEach((named, place) => {
    if (!places.has(named)) places.set(named, place);
  });
  return ({ candidate: { unit } }) => {
    if (places.size === 0) return -1;
    const { namespace, name } = unit.target;
    const found = [name, `${namespace}/${name}`, unit.key].flatMap((id) => places.get(id) ?? []);
    return found.length === 0 ? -1 : Math.min(...found);
  };
};
