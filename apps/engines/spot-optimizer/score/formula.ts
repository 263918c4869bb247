import type { AdvisorClass, PoolFacts, TypeFacts } from '@ml/contracts/pricing';
import type { PoolLesson } from '@ml/contracts/pools';
import type { Term } from '@ml/engine-kernel/spot-score/terms';

/** What a formula looks at: one pool. */
export interface PoolView {
  readonly type: TypeFacts;
  readonly zone: string;
  /** undefined when the pool has no price. */
  readonly pool: PoolFacts | undefined;
  /** USD an hour; undefined when unknown. */
  readonly onDemand: number | undefined;
  readonly interruptionClass: AdvisorClass | undefined;
  readonly lesson: PoolLesson | undefined;
}

/** One version of the formula, ready for one region at one instant. Its weights sum to 1. */
export type Formula = (view: PoolView) => readonly Term[];
