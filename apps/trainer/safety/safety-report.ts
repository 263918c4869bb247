import { interruptionClassOf } from '@ml/engine-kernel/spot-score/advisor';
import { advisorScore } from '@ml/engine-kernel/spot-score/advisor';
import { structuralScores } from '@ml/engine-kernel/spot-score/structural';
import { combined, learnedTerms } from '@ml/engine-kernel/spot-score/terms';
import { volatilityScore } from '@ml/engine-kernel/spot-score/volatility';
import { feedbackWeight, milestoneAt } from '@ml/domain/learning/exposure/feedback-weight';
import type { SafetyBlocks } from '../output/model-metadata';
import { judgedLayers, LAYERS, type JudgedLayer } from './layers';
import type { SpotPool } from './spot-pool';
import { typeFactsOf } from './type-facts';

export interface PoolVerdict {
  readonly pool: SpotPool;
  /** 1 = safe; null: it cannot be scored. */
  readonly safety: number | null;
  /** Empty: a safe pool. */
  readonly violation: string;
}

export interface SafetyReport extends SafetyBlocks {
  readonly pools: readonly PoolVerdict[];
  readonly layers: readonly JudgedLayer[];
  /** Of the pools that can be scored: safe from 0.75, medium from 0.5, risky below. */
  readonly levels: { readonly SAFE: number; readonly MEDIUM: number; readonly RISKY: number };
  readonly progress: string;
}

/** Nobody has reported on these pools yet: the contract's score of such a pool. */
const NOTHING_LEARNED = 0.5;
/** The contract's. */
const MEDIUM = 0.5;

/** The training pools before the five layers, with the formula that learns and the weight that these instance-hours give it. */
export const safetyReport = (given: readonly SpotPool[], instanceHours: number): SafetyReport => {
  const weight = feedbackWeight(instanceHours);
  const pools = scored(given, weight);
  const safe = pools.filter(({ violation }) => violation === '').length;
  const milestone = milestoneAt(instanceHours);
  return {
    pools,
    layers: judgedLayers(pools.map(({ pool, safety }) => ({ pool, safety }))),
    levels: {
      SAFE: safe,
      MEDIUM: pools.filter(({ safety }) => safety !== null && safety >= MEDIUM && safety < LAYERS.min_risk_score).length,
      RISKY: pools.filter(({ safety }) => safety !== null && safety < MEDIUM).length,
    },
    progress: milestone.next === null ? 'all milestones are reached' : `${(100 * milestone.progress).toFixed(0)}% of the way to ${milestone.next.name} (${milestone.next.at.toLocaleString('en-US')} instance-hours)`,
    safety_config: LAYERS,
    feedback_config: { current_weight: weight, milestone: milestone.name, total_instance_hours: instanceHours },
    risk_formula: { aws_weight: shown(0.6 - weight), volatility_weight: 0.3, customer_weight: weight, structural_weight: 0.1 },
    safety_metrics: { compliance_rate: safe / pools.length, safe_pools: safe, unsafe_pools: pools.length - safe },
  };
};

/** 0.6 - 0.15 in binary is not quite 0.45. */
const shown = (weight: number): number => Number(weight.toFixed(12));

const scored = (given: readonly SpotPool[], weight: number): readonly PoolVerdict[] => {
  const regions = Map.groupBy(given, ({ region, product }) => `${region}/${product}`);
  return [...regions.values()].flatMap((pools) => {
    const types = typeFactsOf(pools);
    const product = pools[0]?.product ?? 'Linux/UNIX';
    const structural = structuralScores([...types.values()], product);
    return pools.map((pool) => {
      const type = types.get(pool.instance_type);
      const advisor = type === undefined ? null : advisorScore(interruptionClassOf(type, product));
      const safety = type === undefined || advisor === null ? null : (combined(learnedTerms({ advisor, volatility: volatilityScore(pool), structural: structural(type), customer: NOTHING_LEARNED }, weight), 0)?.safety ?? null);
      return { pool, safety, violation: violationOf(safety) };
    });
  });
};

const violationOf = (safety: number | null): string => {
  if (safety === null) return 'Interruption class unknown: it cannot be scored';
  return safety >= LAYERS.min_risk_score ? '' : `Risk score ${safety.toFixed(2)} < ${LAYERS.min_risk_score.toFixed(2)}`;
};
