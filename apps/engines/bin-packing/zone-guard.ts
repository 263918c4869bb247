import type { Cluster } from './model/cluster';

/** Keeps nodes that take pods in as many zones as there are now, or as asked for where there are more. */
export interface ZoneGuard {
  /** Whether the node may go: it is not the last of a zone that is still needed. */
  readonly allows: (node: number, empty: boolean) => boolean;
  readonly remove: (node: number) => void;
}

export const zoneGuard = ({ zones }: Cluster, targets: readonly number[], least: number): ZoneGuard => {
  const left = new Map<number, number>();
  for (const node of targets) left.set(zones.of[node] ?? -1, (left.get(zones.of[node] ?? -1) ?? 0) + 1);
  const keep = Math.min(least, left.size);
  const isLast = (node: number): boolean => left.get(zones.of[node] ?? -1) === 1;
  return {
    // Beyond the zones that must stay, one is given up only when nothing stands in it: pods there may count on it.
    allows: (node, empty) => !isLast(node) || (empty && left.size - 1 >= keep),
    remove: (node) => {
      const zone = zones.of[node] ?? -1;
      const rest = (left.get(zone) ?? 0) - 1;
      if (rest > 0) left.set(zone, rest);
      else left.delete(zone);
    },
  };
};
