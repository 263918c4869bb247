import type { Survey } from './candidates';
import { CPU, MEMORY, PODS, type Amounts } from './model/resources';
import type { Situation } from './situation';

/**
 * How many nodes stay at the least when those that are held do: of the others as many, the roomiest first, as it takes for their pods to fit into
 * what they offer and what is free on the held ones, resource by resource.
 */
export const heldBound = ({ cluster }: Pick<Situation, 'cluster'>, { candidates, targets }: Survey, workers: readonly number[]): number => {
  const open = new Set(targets);
  const held = workers.filter((node) => candidates[node]?.hold !== null);
  const others = candidates.filter(({ hold }) => hold === null);
  const needed = [CPU, MEMORY, PODS].map((resource) => {
    const amount = (pod: number): number => cluster.shapes[cluster.shapeOf[pod] ?? 0]?.amounts[resource] ?? 0;
    const asked = others.map(({ rounds }) => rounds.flat().reduce((sum, pod) => sum + amount(pod), 0));
    const free = freeAtFirst(cluster, resource);
    const spare = held.reduce((sum, node) => sum + (open.has(node) ? Math.max(0, free[node] ?? 0) : 0), 0);
    const rooms = others.map(({ index }, place) => (free[index] ?? 0) + (asked[place] ?? 0)).sort((one, other) => other - one);
    return fewest(asked.reduce((sum, each) => sum + each, 0) - spare, rooms);
  });
  return held.length + Math.max(0, ...needed);
};

const freeAtFirst = ({ offered, pods, nodeOf, shapeOf, shapes }: Situation['cluster'], resource: number): Amounts => {
  const free = Float64Array.from(offered, (amounts) => amounts[resource] ?? 0);
  pods.forEach((_, pod) => {
    const node = nodeOf[pod] ?? -1;
    if (node >= 0) free[node] = (free[node] ?? 0) - (shapes[shapeOf[pod] ?? 0]?.amounts[resource] ?? 0);
  });
  return free;
};

const fewest = (asked: number, rooms: readonly number[]): number => {
  let left = asked;
  let used = 0;
  while (left > 0 && used < rooms.length) {
    left -= rooms[used] ?? 0;
    used += 1;
  }
  return used;
};
