import Table from 'cli-table3';
import type { DecisionAnswer } from '@ml/contracts/decision';

/** Plain lines read well in a log file, too. */
export const TABLE_STYLE = { head: [], border: [], compact: true };

interface PlannedNodes {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly capacity_type: string;
  readonly count: number;
  readonly hourly_price: number;
  readonly safety_score: number;
}

interface Plan {
  readonly nodes: readonly PlannedNodes[];
  readonly hourly_price: number;
}

const HEAD = ['nodes', 'type', 'zone', 'bought as', '$ an hour each', 'safety'];

const planOf = (value: unknown): Plan | undefined => (typeof value === 'object' && value !== null && 'nodes' in value ? (value as Plan) : undefined);

const nodesIn = ({ nodes }: Plan): number => nodes.reduce((sum, { count }) => sum + count, 0);

const drawn = (title: string, plan: Plan): readonly string[] => {
  const table = new Table({ head: HEAD, style: TABLE_STYLE });
  for (const { count, instance_type: type, availability_zone: zone, capacity_type: capacity, hourly_price: price, safety_score: safety } of plan.nodes) {
    table.push([count, type, zone, capacity, price.toFixed(4), safety.toFixed(2)]);
  }
  return ['', `${title}: ${nodesIn(plan)} nodes for $${plan.hourly_price.toFixed(2)} an hour`, table.toString()];
};

/** What to run, for engines that plan nodes; nothing for others. */
export const planLines = ({ allocation_plan: chosen, on_demand_plan: instead }: DecisionAnswer): readonly string[] => {
  const plan = planOf(chosen);
  if (plan !== undefined && plan.nodes.length > 0) return drawn('Plan', plan);
  const fallback = planOf(instead);
  return fallback === undefined ? [] : drawn('No spot plan; on demand instead', fallback);
};
