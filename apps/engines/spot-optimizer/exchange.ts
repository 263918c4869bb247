import type { LeavingNode } from './fleet';
import { poolName } from './layers';
import type { PlanLine } from './planning';

/** What really changes: nodes that are already as planned stay where they are. */
export interface Exchange {
  readonly launches: readonly PlanLine[];
  readonly removals: readonly LeavingNode[];
}

export const exchangeOf = (lines: readonly PlanLine[], leaving: readonly LeavingNode[]): Exchange => {
  const keep = new Map(lines.map((line) => [slotOf(line), line.count]));
  const kept = new Map<string, number>();
  const removals = leaving.filter((node) => {
    const slot = slotOf(node);
    const already = kept.get(slot) ?? 0;
    if (already >= (keep.get(slot) ?? 0)) return true;
    kept.set(slot, already + 1);
    return false;
  });
  const launches = lines.map((line) => ({ ...line, count: line.count - (kept.get(slotOf(line)) ?? 0) })).filter((line) => line.count > 0);
  return { launches, removals };
};

const slotOf = (node: Pick<LeavingNode, 'instanceType' | 'zone' | 'capacityType'>): string => `${poolName(node)}/${node.capacityType}`;
