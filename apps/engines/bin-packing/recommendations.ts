import type { Reason, Recommendation, Risk } from '@ml/contracts/decision';
import { savingsByPart } from '@ml/engine-kernel/savings';
import { perMonth, roundTo, roundToCents } from '@ml/units/money';
import { usdPerHour } from '@ml/units/brand';
import { scoreOf, type Candidate, type Survey } from './candidates';
import type { Drain } from './drain';
import { usedPercent } from './figures';
import type { Outcome } from './outcome';
import { podName } from './pod-look';
import type { Replacement } from './replace';
import type { MoveScore } from './score';
import type { Situation } from './situation';

export interface Limits {
  readonly threshold: number;
  readonly k: number;
}

/** One a node, in the order in which they are to go. */
export const recommendationsFor = (situation: Situation, survey: Survey, { drains, replacements }: Outcome): readonly Recommendation[] => {
  const limits = limitsOf(situation);
  const shares = new Map(replacements.flatMap(sharesOf));
  return drains.flatMap((drain, index) => {
    const candidate = survey.candidates[drain.node];
    if (candidate === undefined) return [];
    const share = shares.get(drain.node) ?? null;
    return [recommendation(situation, { candidate, drain, index, limits, share, score: share?.replacement.score ?? scoreOf(candidate, survey.whole, limits.k) })];
  });
};

/** Of a replacement for several nodes each of them saves its part. */
interface Share {
  readonly replacement: Replacement;
  /** USD a month. */
  readonly saving: number;
}

const sharesOf = (replacement: Replacement): readonly (readonly [number, Share])[] => {
  const paid = replacement.replaces.reduce((sum, { price }) => sum + (price ?? 0), 0);
  const savings = savingsByPart(replacement.replaces.map(({ price }) => usdPerHour((price ?? 0) * (1 - replacement.type.price / paid))));
  return replacement.replaces.map(({ index }, place) => [index, { replacement, saving: savings[place] ?? 0 }]);
};

export const limitsOf = ({ requirements, config }: Situation): Limits => ({ threshold: requirements.utilisation_threshold ?? config.utilisation_threshold, k: requirements.k ?? config.k });

interface Part {
  readonly candidate: Candidate;
  readonly drain: Drain;
  readonly index: number;
  readonly limits: Limits;
  readonly score: MoveScore;
  readonly share: Share | null;
}

const recommendation = (situation: Situation, part: Part): Recommendation => {
  const { candidate, drain, index, score, share } = part;
  const { cluster } = situation;
  return {
    id: `r${index + 1}`,
    action: share !== null ? 'replace_node' : candidate.pods === 0 ? 'terminate_node' : 'drain_node',
    target: { kind: 'Node', name: candidate.name },
    estimated_monthly_savings: share?.saving ?? roundToCents(perMonth(usdPerHour(candidate.price ?? 0))),
    risk: riskOf(situation, drain),
    reasons: reasonsFor(part),
    details: {
      node: candidate.name,
      utilisation: roundTo(candidate.utilisation, 3),
      score: roundTo(score.score(), 3),
      ...(share !== null && { replaced_by: replacedBy(share.replacement) }),
      pods_moved: drain.rounds.flat().map(({ pod, to }) => {
        const state = cluster.pods[pod];
        return { pod: state === undefined ? '' : podName(state), from: candidate.name, to: cluster.hosts[to]?.name ?? '' };
      }),
    },
  };
};

const replacedBy = ({ name, type, group, replaces }: Replacement): Readonly<Record<string, unknown>> => ({
  name,
  instance_type: type.type.instance_type,
  availability_zone: group.zone,
  capacity_type: group.capacityType,
  hourly_price: type.price,
  together_with: replaces.map((candidate) => candidate.name),
});

const reasonsFor = ({ candidate, limits, score, share }: Part): readonly Reason[] => {
  if (share !== null) {
    const { replacement } = share;
    return [
      { code: 'CHEAPER_NODE', text: `one ${replacement.type.type.instance_type} holds what has no place elsewhere of ${replacement.replaces.length} nodes, and costs less` },
      { code: 'WORTH_THE_DISRUPTION', text: worth(score) },
    ];
  }
  if (candidate.pods === 0) return [{ code: 'EMPTY', text: 'nothing runs on it that would have to go elsewhere' }];
  const moved = { code: 'PODS_FIT_ELSEWHERE', text: `each of its ${candidate.pods} pods has a place on a node that stays` };
  const why =
    candidate.utilisation < limits.threshold
      ? { code: 'UNDERUTILISED', text: `${usedPercent(candidate)}% of it is asked for, less than ${Math.round(limits.threshold * 100)}%` }
      : { code: 'WORTH_THE_DISRUPTION', text: worth(score) };
  return [why, moved];
};

const worth = (score: MoveScore): string => `its share of the savings is ${roundTo(score.score(), 2)} times its share of the disruption, at least ${roundTo(score.threshold(), 2)}`;

/** A pod that is the only one of its workload is gone until it has started elsewhere. */
const riskOf = ({ board }: Situation, { rounds }: Drain): Risk => (rounds.flat().some(({ pod }) => board.crowds.sizeOf(pod) < 2) ? 'medium' : 'low');
