import type { Reason, Recommendation, Risk } from '@ml/contracts/decision';
import { perMonth, roundTo, roundToCents } from '@ml/units/money';
import { usdPerHour } from '@ml/units/brand';
import { scoreOf, type Candidate, type Survey } from './candidates';
import type { Drain } from './drain';
import { usedPercent } from './figures';
import { podName } from './pod-look';
import type { MoveScore } from './score';
import type { Situation } from './situation';

export interface Limits {
  readonly threshold: number;
  readonly k: number;
}

/** One a node, in the order in which they are to go. */
export const recommendationsFor = (situation: Situation, survey: Survey, drains: readonly Drain[]): readonly Recommendation[] => {
  const limits = limitsOf(situation);
  return drains.flatMap((drain, index) => {
    const candidate = survey.candidates[drain.node];
    return candidate === undefined ? [] : [recommendation(situation, { candidate, drain, index, limits, score: scoreOf(candidate, survey.whole, limits.k) })];
  });
};

export const limitsOf = ({ requirements, config }: Situation): Limits => ({ threshold: requirements.utilisation_threshold ?? config.utilisation_threshold, k: requirements.k ?? config.k });

interface Part {
  readonly candidate: Candidate;
  readonly drain: Drain;
  readonly index: number;
  readonly limits: Limits;
  readonly score: MoveScore;
}

const recommendation = (situation: Situation, part: Part): Recommendation => {
  const { candidate, drain, index, score } = part;
  const { cluster } = situation;
  return {
    id: `r${index + 1}`,
    action: candidate.pods === 0 ? 'terminate_node' : 'drain_node',
    target: { kind: 'Node', name: candidate.name },
    estimated_monthly_savings: roundToCents(perMonth(usdPerHour(candidate.price ?? 0))),
    risk: riskOf(situation, drain),
    reasons: reasonsFor(part),
    details: {
      node: candidate.name,
      utilisation: roundTo(candidate.utilisation, 3),
      score: roundTo(score.score(), 3),
      pods_moved: drain.rounds.flat().map(({ pod, to }) => {
        const state = cluster.pods[pod];
        return { pod: state === undefined ? '' : podName(state), from: candidate.name, to: cluster.hosts[to]?.name ?? '' };
      }),
    },
  };
};

const reasonsFor = ({ candidate, limits, score }: Part): readonly Reason[] => {
  if (candidate.pods === 0) return [{ code: 'EMPTY', text: 'nothing runs on it that would have to go elsewhere' }];
  const moved = { code: 'PODS_FIT_ELSEWHERE', text: `each of its ${candidate.pods} pods has a place on a node that stays` };
  const why =
    candidate.utilisation < limits.threshold
      ? { code: 'UNDERUTILISED', text: `${usedPercent(candidate)}% of it is asked for, less than ${Math.round(limits.threshold * 100)}%` }
      : { code: 'WORTH_THE_DISRUPTION', text: `it saves ${roundTo(score.score(), 2)} times its share of the disruption, at least ${roundTo(score.threshold(), 2)}` };
  return [why, moved];
};

/** A pod that is the only one of its workload is gone until it has started elsewhere. */
const riskOf = ({ board }: Situation, { rounds }: Drain): Risk => (rounds.flat().some(({ pod }) => board.crowds.sizeOf(pod) < 2) ? 'medium' : 'low');
