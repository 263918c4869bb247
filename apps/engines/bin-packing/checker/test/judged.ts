import type { EngineDecision } from '@ml/contracts/decision';
import { inputOf } from '../../cluster.fixture';
import { binPacking } from '../../engine';
import { checkPlan } from '../check-plan';
import type { PlanLimits } from '../checked-plan';
import type { Violation } from '../violation';
import type { RandomCluster } from './random-cluster';
import type { Native } from './random-node';

export interface Judged {
  readonly decision: EngineDecision;
  readonly violations: readonly Violation[];
}

const limitsOf = (constraints: Native, config: { readonly max_disrupted_pct: number; readonly min_zones: number; readonly max_volumes: number }): PlanLimits => {
  const limit = constraints['max_disrupted_nodes'] ?? `${config.max_disrupted_pct}%`;
  const excluded = constraints['excluded'];
  return {
    disrupted: typeof limit === 'number' ? { nodes: limit } : { percent: Number.parseFloat(String(limit)) },
    zones: config.min_zones,
    disks: config.max_volumes,
    excluded: Array.isArray(excluded) ? excluded.map(String) : [],
    barePods: constraints['allow_bare_pods'] === true,
    localStorage: constraints['allow_local_storage'] === true,
    systemPods: constraints['allow_system_pods'] === true,
  };
};

/** The engine's answer to a cluster, and what the checker has against it. */
export const judged = ({ constraints: asked, budgets, nodes, pods, more, requirements }: RandomCluster): Judged => {
  // The fixture's own limit is for scenes about something else.
  const constraints = { max_disrupted_nodes: '10%', ...asked };
  const input = inputOf({ nodes, pods, budgets, more, requirements, constraints });
  const decision = binPacking.versions.at(-1)!.decide(input).decision;
  const { state, facts, now, config } = input;
  return { decision, violations: checkPlan({ state, prices: facts.prices, now, decision, limits: limitsOf(constraints, config) }) };
};
