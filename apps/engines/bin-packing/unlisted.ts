import type { Situation } from './situation';

/**
 * Nodes without a single DaemonSet pod where more than half of those with the same taints have one: their pods were not sent, or they are not set up.
 * Either way nobody knows what runs there.
 */
export const unlistedNodes = ({ nodes, cluster }: Pick<Situation, 'nodes' | 'cluster'>): ReadonlySet<number> => {
  const attended = new Set<number>();
  cluster.pods.forEach(({ daemon }, pod) => {
    if (daemon) attended.add(cluster.nodeOf[pod] ?? -1);
  });
  if (attended.size === 0) return attended;
  const alike = new Map<string, { readonly all: number[]; attended: number }>();
  nodes.forEach(({ taints }, node) => {
    const key = JSON.stringify(taints);
    const group = alike.get(key) ?? { all: [], attended: 0 };
    group.all.push(node);
    if (attended.has(node)) group.attended += 1;
    alike.set(key, group);
  });
  return new Set([...alike.values()].flatMap((group) => (group.attended * 2 > group.all.length - 1 ? group.all.filter((node) => !attended.has(node)) : [])));
};
