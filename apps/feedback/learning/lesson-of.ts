import type { PoolKey } from '@ml/contracts/pools';
import { learnPool, priorOf, safetyOf, type AdvisorView, type LearnedPool, type Prior } from '@ml/domain/learning/score/learned-score';
import type { PoolEvidenceRow } from '@ml/persistence/stores/feedback/evidence-rows';
import type { Lesson, PoolGround } from '@ml/persistence/stores/feedback/lesson-store';
import type { Learned } from './learned';

/** What is learned of one pool, and what it rests on. */
export interface PoolLearning {
  readonly pool: PoolKey;
  readonly ground: PoolGround;
  /** Undefined: nobody saw anything. */
  readonly evidence: PoolEvidenceRow | undefined;
  readonly prior: Prior;
  readonly learned: LearnedPool;
}

const NOTHING = { customers: [] } as const;

/** Without classes at hand (a replica that has just started, a region whose classes were not fetched yet) the advisor is taken as it was when the pool was learned of before. */
export const priorFor = (view: AdvisorView | undefined, { ratio, advisor_rate, advisor_known }: PoolGround): Prior => {
  const { advisor_class, region_rate } = view ?? { advisor_class: null, region_rate: null };
  const isBlank = advisor_class === null && region_rate === null;
  if (!isBlank || advisor_rate === null) return priorOf({ advisor_class, region_rate }, ratio ?? 1);
  return { ...priorOf({ advisor_class: null, region_rate: advisor_rate }, ratio ?? 1), is_known: advisor_known ?? false };
};

export const learnFrom = (pool: PoolKey, { ground, evidence, view }: { readonly ground: PoolGround; readonly evidence: PoolEvidenceRow | undefined; readonly view: AdvisorView | undefined }): PoolLearning => {
  const prior = priorFor(view, ground);
  return { pool, ground, evidence, prior, learned: learnPool(evidence ?? NOTHING, prior) };
};

export const lessonOf = ({ pool: { instance_type, availability_zone, region }, ground, evidence, prior, learned }: PoolLearning): Lesson => ({
  instance_type,
  availability_zone,
  region,
  base_score: safetyOf(prior.advisor_rate),
  final_score: learned.safety,
  confidence: learned.confidence,
  total_observations: evidence?.reports ?? 0,
  interruption_count: ground.events + ground.counted_hours,
  successful_deployments: evidence?.spared ?? 0,
  customers: learned.customers,
  losses: evidence?.losses ?? 0,
  exposure: evidence?.exposure ?? 0,
  prior_rate: prior.rate,
  advisor_rate: prior.advisor_rate,
  advisor_known: prior.is_known,
});

export const toLearned = ({ ground, prior, learned }: PoolLearning): Learned => ({
  safety: learned.safety,
  confidence: learned.confidence,
  prior_safety: safetyOf(prior.rate),
  interruptions: ground.events + ground.counted_hours,
  customers: learned.customers,
});
