import { savingsByPart } from '@ml/engine-kernel/savings';
import { usdPerHour } from '@ml/units/brand';
import type { Exchange } from './exchange';
import type { PlanLine } from './planning';

/**
 * USD a month saved by each line of a plan, in their order. Nodes that are launched are compared with what they come instead of: on average with
 * the nodes they replace, or with `alternative` (USD an hour) where they replace none. Nodes that stay where they are save nothing.
 */
export const planSavings = (lines: readonly PlanLine[], { launches, removals }: Exchange, alternative: number): readonly number[] => {
  const before = removals.length > 0 ? removals.reduce((sum, node) => sum + node.price, 0) / removals.length : alternative;
  return savingsByPart(lines.map((line) => usdPerHour(launched(line, launches) * (before - line.price))));
};

const launched = (line: PlanLine, launches: readonly PlanLine[]): number =>
  launches.find((launch) => launch.instanceType === line.instanceType && launch.zone === line.zone && launch.capacityType === line.capacityType)?.count ?? 0;
