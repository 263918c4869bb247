import { forwardFactor } from './decay';
import { effectiveNodes } from './effective-nodes';
import { EVENT_MS, type Timed } from '../levels/interruption-events';

/** What one customer reported of one pool. */
export interface Loss extends Timed {
  readonly nodes: number;
}

/** Effective nodes lost when so many of `had` go at once: the share of those there, and never more than a few, however many they are. */
export const effectiveLoss = (nodes: number, had: number): number => {
  const there = Math.max(nodes, had);
  return there > 0 ? (effectiveNodes(there) * nodes) / there : 0;
};

/**
 * Effective nodes that one customer lost in one pool, as a sum against the epoch of decay. What goes within three minutes went at once, and counts less than
 * one by one; of all ways to put the reports into groups of three minutes, the one counts that makes least of them. So it is a function of the set of reports, and
 * none that is added makes it smaller: without it, the best way with it would do as well.
 * `had` is how many nodes the customer has there as a rule, 0 when that is not known.
 */
export const customerLosses = (reports: readonly Loss[], had: number): number => {
  const groups = byTime(reports);
  const least: number[] = [];
  for (const [last, { at }] of groups.entries()) {
    let best = Infinity;
    let nodes = 0;
    for (let first = last; first >= 0; first -= 1) {
      const group = groups[first];
      if (group === undefined || at - group.at > EVENT_MS) break;
      nodes += group.nodes;
      best = Math.min(best, (first > 0 ? (least[first - 1] ?? 0) : 0) + effectiveLoss(nodes, had) * forwardFactor(at));
    }
    least.push(best);
  }
  return least.at(-1) ?? 0;
};

/** The earliest first; those of one instant together. */
const byTime = (reports: readonly Loss[]): readonly Loss[] => {
  const sums = new Map<number, number>();
  for (const { at, nodes } of reports) sums.set(at, (sums.get(at) ?? 0) + Math.max(0, nodes));
  return [...sums].map(([at, nodes]) => ({ at, nodes })).sort((left, right) => left.at - right.at);
};
