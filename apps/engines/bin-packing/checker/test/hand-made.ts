import type { EngineDecision, PlanStep, Recommendation } from '@ml/contracts/decision';
import { inputOf, type Scene } from '../../cluster.fixture';
import { checkPlan } from '../check-plan';
import type { Move, PlanLimits } from '../checked-plan';

/** By node: who goes where, round by round. */
export type Drains = Readonly<Record<string, readonly (readonly Move[])[]>>;

export interface HandMade {
  readonly scene: Scene;
  readonly drains: Drains;
  readonly limits?: Partial<PlanLimits>;
  /** What is wrong with an answer that would be right. */
  readonly spoilt?: (decision: EngineDecision) => EngineDecision;
}

/** USD a month of an m5.xlarge on demand in the price list of the specs. */
const MONTHLY = 146;

type Draft = Omit<PlanStep, 'step' | 'duration' | 'estimated_duration_seconds' | 'phase'>;

const step = (action: string, node: string, depends: readonly number[]): Draft => ({
  action,
  target: { kind: 'Node', name: node },
  depends_on: depends,
  reversible: action === 'cordon_node',
  rollback: action === 'cordon_node' ? 'uncordon_node' : null,
  requires_approval: action !== 'cordon_node',
});

/** Everything one after the other. */
const planOf = (drains: Drains): readonly PlanStep[] => {
  const drafts: Draft[] = Object.keys(drains).map((node) => step('cordon_node', node, []));
  for (const [node, rounds] of Object.entries(drains)) {
    for (const pods of rounds) drafts.push({ ...step('drain_node', node, drafts.map((_, index) => index + 1)), details: { pods, grace_period_seconds: 90 } });
    drafts.push(step('terminate_instances', node, drafts.map((_, index) => index + 1)));
  }
  return drafts.map((draft, index) => ({ ...draft, step: index + 1, phase: draft.action, duration: 1, estimated_duration_seconds: 60 }));
};

const recommended = ([node, rounds]: readonly [string, readonly (readonly Move[])[]], index: number): Recommendation => ({
  id: `r${index + 1}`,
  action: 'drain_node',
  target: { kind: 'Node', name: node },
  estimated_monthly_savings: MONTHLY,
  risk: 'low',
  reasons: [],
  details: { pods_moved: rounds.flat().map((move) => ({ ...move, from: node })) },
});

const decisionOf = ({ scene, drains }: HandMade): EngineDecision => {
  const [before, gone] = [scene.nodes?.length ?? 0, Object.keys(drains).length];
  return {
    verdict: 'act',
    recommendations: Object.entries(drains).map(recommended),
    held: [],
    confidence_score: 1,
    estimated_savings: MONTHLY * gone,
    estimated_annual_savings: 12 * MONTHLY * gone,
    execution_plan: planOf(drains),
    preconditions: [],
    valid_until: '',
    warnings: [],
    missing: [],
    evidence: { prices_as_of: null, advisor_as_of: null, on_demand_as_of: null, catalogue_as_of: null, source: null, model: null, model_fallback: null, feedback_weight: 0 },
    extra: { nodes_before: before, nodes_after: before - gone, lower_bound: 0, gap_pct: 0 },
  };
};

const LIMITS: PlanLimits = { disrupted: { percent: 100 }, zones: 3, disks: 25, excluded: [], barePods: false, localStorage: false, systemPods: false };

/** Names of the rules that the checker finds broken, each once, sorted. */
export const rulesBroken = (made: HandMade): readonly string[] => {
  const { state, facts, now } = inputOf(made.scene);
  const decision = (made.spoilt ?? ((right) => right))(decisionOf(made));
  const found = checkPlan({ state, prices: facts.prices, now, decision, limits: { ...LIMITS, ...made.limits } });
  return [...new Set(found.map(({ rule }) => rule))].sort();
};
