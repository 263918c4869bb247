import { AS_PUBLISHED, lossesOf, type Span } from '../events/losses';
import type { Placement } from '../world/fleet';
import { MONTH_HOURS, type TrueWorld } from '../world/true-world';

/** What became of the nodes of one pool: node-months with an interruption, and without. */
export interface Outcome {
  readonly interrupted: number;
  readonly spared: number;
}

/** The same months played through several times. By pool; only pools with nodes. `fleet` stays throughout. */
export const outcomesOf = (world: TrueWorld, fleet: readonly Placement[], spans: readonly Span[]): ReadonlyMap<number, Outcome> => {
  const outcomes = new Map<number, { interrupted: number; spared: number }>();
  for (const span of spans) {
    for (const { pool, nodes } of fleet) {
      const outcome = outcomes.get(pool) ?? { interrupted: 0, spared: 0 };
      outcome.spared += (nodes * (span.to - span.from)) / MONTH_HOURS;
      outcomes.set(pool, outcome);
    }
    const hit = new Set<string>();
    for (const { placement, node, at } of lossesOf(world, fleet, { span, crunches: AS_PUBLISHED })) {
      const nodeMonth = `${placement}/${node}/${Math.floor((at - span.from) / MONTH_HOURS)}`;
      const outcome = outcomes.get(fleet[placement]?.pool ?? 0);
      // A loss in the hour after a crunch at the very end of a month may come after it.
      if (hit.has(nodeMonth) || outcome === undefined || at >= span.to) continue;
      hit.add(nodeMonth);
      outcome.interrupted += 1;
      outcome.spared -= 1;
    }
  }
  return outcomes;
};
