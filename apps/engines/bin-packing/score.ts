import type { PodState } from '@ml/state/kubernetes/pod-state';

/** Karpenter's bounds: no pod outweighs a whole node many times, or makes its eviction a gain. */
const MOST = 10;
/** Exponents by which Karpenter scales what people write: pod-deletion-cost is an int32, priorities of the system are about 2^31. */
const DELETION_COST_SCALE = 2 ** 27;
const PRIORITY_SCALE = 2 ** 25;

/** What it costs to evict a pod, 1 for an ordinary one. */
export const evictionCost = ({ deletionCost, priority }: Pick<PodState, 'deletionCost' | 'priority'>): number =>
  Math.min(MOST, Math.max(-MOST, 1 + deletionCost / DELETION_COST_SCALE + (priority ?? 0) / PRIORITY_SCALE));

/** What it costs to take a node away: 1 for the node itself, and its pods. */
export const disruptionOf = (evictionCosts: readonly number[]): number => evictionCosts.reduce((sum, cost) => sum + Math.max(0, cost), 1);

export interface Amount {
  /** USD an hour. */
  readonly cost: number;
  readonly disruption: number;
}

export interface MoveRule {
  /** 1, 2 or 3: how many times the average disruption a saving may cost. */
  readonly k: number;
  /** Whether no pod has to move. */
  readonly empty: boolean;
}

/** A move against the whole cluster: its share of what the cluster costs, by its share of what could be disrupted. */
export class MoveScore {
  constructor(
    /** `cost`: what is saved. */
    private readonly move: Amount,
    private readonly cluster: Amount,
    private readonly rule: MoveRule,
  ) {}

  savingsShare(): number {
    return share(this.move.cost, this.cluster.cost);
  }

  disruptionShare(): number {
    return share(this.move.disruption, this.cluster.disruption);
  }

  score(): number {
    return share(this.savingsShare(), this.disruptionShare());
  }

  threshold(): number {
    return 1 / this.rule.k;
  }

  /** What saves nothing is never worth it; what disrupts nothing always is. */
  approved(): boolean {
    if (!(this.move.cost > 0)) return false;
    return this.rule.empty || this.score() >= this.threshold();
  }
}

/** A share of nothing is none. */
const share = (part: number, whole: number): number => (whole > 0 && Number.isFinite(part) ? part / whole : 0);
