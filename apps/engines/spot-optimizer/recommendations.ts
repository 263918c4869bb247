import type { Reason, Recommendation, Risk } from '@ml/contracts/decision';
import { savingsBetween } from '@ml/engine-kernel/savings';
import { usdPerHour } from '@ml/units/brand';
import type { Candidate } from './candidates';
import type { Plan } from './planning';
import { CLASS_LABELS } from '@ml/engine-kernel/spot-score/advisor';
import { componentsOf, type TermName } from '@ml/engine-kernel/spot-score/terms';

/** The contract's shares: safe from 0.75, medium from 0.5. */
const SAFE = 0.75;
const MEDIUM = 0.5;

export interface RecommendationInput {
  readonly candidates: readonly Candidate[];
  readonly plan: Plan | null;
  /** USD an hour: what one node costs without this recommendation. */
  readonly baseline: number;
}

/**
 * The safest pools, each as an alternative: its saving is that of one node.
 * What the whole plan saves is in the answer's own total, since alternatives do not add up.
 */
export const recommendationsFor = ({ candidates, plan, baseline }: RecommendationInput): readonly Recommendation[] =>
  candidates.map((candidate, index) => {
    const inPlan = (plan?.lines ?? []).find((line) => line.candidate === candidate)?.count ?? 0;
    return {
      id: `r${index + 1}`,
      action: 'run_instances',
      target: { kind: 'Pool', name: `${candidate.instanceType}/${candidate.zone}` },
      estimated_monthly_savings: savingsBetween(usdPerHour(baseline), usdPerHour(candidate.price)).estimated_savings,
      risk: riskOf(candidate),
      reasons: reasonsFor(candidate, inPlan),
      details: {
        instance_type: candidate.instanceType,
        availability_zone: candidate.zone,
        risk_score: candidate.safety,
        safety_score: candidate.safety,
        components: componentsOf(candidate.terms),
        spot_price: candidate.price,
        on_demand_price: candidate.onDemand,
        interruption_class: CLASS_LABELS[candidate.interruptionClass],
        predicted_price: candidate.expected.price,
        interruption_probability: candidate.expected.interruption_probability,
        rank: index + 1,
        nodes_in_plan: inPlan,
      },
    };
  });

const riskOf = (candidate: Candidate): Risk => (candidate.safety >= SAFE ? 'low' : candidate.safety >= MEDIUM ? 'medium' : 'high');

const reasonsFor = (candidate: Candidate, inPlan: number): readonly Reason[] => [
  { code: 'INTERRUPTION_CLASS', text: `${CLASS_LABELS[candidate.interruptionClass]} of such instances are interrupted in a month, says the Spot Advisor` },
  { code: 'BELOW_ON_DEMAND', text: `${Math.floor(100 * (1 - candidate.price / candidate.onDemand))}% below on-demand` },
  { code: 'ONE_OF_ALTERNATIVES', text: 'an alternative to the others: its saving is for one node, while estimated_savings adds up the lines of allocation_plan' },
  ...(isUnknown(candidate, 'volatility') ? [{ code: 'VOLATILITY_UNKNOWN', text: 'there is less than a day of price history, so the score rests on its other parts' }] : []),
  ...(candidate.uncertain ? [{ code: 'UNCERTAIN', text: 'others were interrupted here lately, which takes 0.10 off the score' }] : []),
  ...(inPlan === 0 ? [] : [{ code: 'IN_PLAN', text: `the plan places ${inPlan} of the nodes here` }]),
];

const isUnknown = (candidate: Candidate, name: TermName): boolean => candidate.terms.some((term) => term.name === name && term.score === null);
