import { customerLosses } from '@ml/domain/learning/score/customer-losses';
import { decayFactor, forwardFactor } from '@ml/domain/learning/score/decay';
import { effectiveNodes } from '@ml/domain/learning/score/effective-nodes';
import type { CustomerEvidence } from '@ml/domain/learning/score/shrinkage';
import { instantOf, type SimulatedReport } from '../events/reports';
import type { Placement } from '../world/fleet';
import { MONTH_HOURS } from '../world/true-world';

/** What each customer saw in each pool, as the service keeps it: hour by hour, decayed, in effective nodes. By pool, then by customer. */
export type WorldEvidence = ReadonlyMap<number, ReadonlyMap<string, CustomerEvidence>>;

interface Presence {
  /** Nodes by hour of the world. */
  readonly nodes: Map<number, number>;
  readonly reports: SimulatedReport[];
}

export const evidenceAt = (fleet: readonly Placement[], reports: readonly SimulatedReport[], hour: number): WorldEvidence => {
  const decay = decayFactor(instantOf(hour));
  const evidence = new Map<number, Map<string, CustomerEvidence>>();
  const factors = Array.from({ length: hour }, (_, at) => forwardFactor(instantOf(at)));
  for (const [pool, customers] of presences(fleet, reports, hour)) {
    const seen = new Map<string, CustomerEvidence>();
    for (const [customer, { nodes, reports: own }] of customers) {
      let [exposure, sum] = [0, 0];
      for (const [at, count] of nodes) {
        exposure += effectiveNodes(count) * (factors[at] ?? 0);
        sum += count;
      }
      const had = nodes.size === 0 ? 0 : sum / nodes.size;
      seen.set(customer, { losses: customerLosses(own, had) * decay, exposure: (exposure * decay) / MONTH_HOURS });
    }
    evidence.set(pool, seen);
  }
  return evidence;
};

const presences = (fleet: readonly Placement[], reports: readonly SimulatedReport[], hour: number): ReadonlyMap<number, ReadonlyMap<string, Presence>> => {
  const pools = new Map<number, Map<string, Presence>>();
  const presenceOf = (pool: number, customer: string): Presence => {
    const customers = pools.get(pool) ?? new Map<string, Presence>();
    const presence = customers.get(customer) ?? { nodes: new Map(), reports: [] };
    pools.set(pool, customers.set(customer, presence));
    return presence;
  };
  for (const { customer, pool, nodes, from, to } of fleet) {
    if (from >= hour) continue;
    const hours = presenceOf(pool, customer).nodes;
    for (let at = from; at < Math.min(to, hour); at += 1) hours.set(at, (hours.get(at) ?? 0) + nodes);
  }
  for (const report of reports) presenceOf(report.pool, report.customer_id).reports.push(report);
  return pools;
};
