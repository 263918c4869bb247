import type { Drain } from './drain';
import type { Situation } from './situation';

/**
 * What two rounds of evictions must not touch at the same time: a disruption budget, a workload, and every rule about pods around each other,
 * since each round was found to be right with those before it done.
 */
export const chainsOf = ({ cluster, budgetsOf }: Situation): ((round: Drain['rounds'][number]) => readonly string[]) => {
  const ofShape = cluster.rules.map(({ selected, avoids, needs, spreads }) => [
    ...new Set([...selected, ...avoids, ...needs.map(({ term }) => term), ...spreads.map(({ term }) => term)].map(({ index }) => `term ${index}`)),
  ]);
  return (round) => {
    const keys = new Set<string>();
    for (const { pod } of round) {
      const state = cluster.pods[pod];
      if (state === undefined) continue;
      for (const budget of budgetsOf(state)) keys.add(`budget ${budget.key}`);
      keys.add(`workload ${cluster.crowdOf[pod] ?? 0}`);
      for (const key of ofShape[cluster.shapeOf[pod] ?? 0] ?? []) keys.add(key);
    }
    return [...keys];
  };
};
