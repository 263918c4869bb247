import type { Held, Recommendation } from '@ml/contracts/decision';
import { act, hold } from '@ml/engine-kernel/decision';
import type { Decided } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { planOf } from '@ml/engine-kernel/plan';
import { totalSavings } from '@ml/engine-kernel/savings';
import { roundToCents } from '@ml/units/money';
import { compareText } from '@ml/units/compare-text';
import { confidenceOf } from './confidence';
import type { Found } from './found';
import { boundedHeld } from './held';
import { nodeRecommendation, type Draft } from './node-recommendation';
import { billOf } from './nodes/node-bill';
import { nodeChanges, type NodeChange, type NodeChanges } from './nodes/node-changes';
import { requestRecommendation } from './request-recommendation';
import { situationOf, type RightsizingInput, type Situation } from './situation';
import { preconditionsFor, stepsFor } from './steps';
import { warningsAbout } from './warnings';
import { freedValue, type FreedValue } from './workloads/freed-value';
import { raisedRequests } from './workloads/raised-requests';
import { requestChanges, type RequestChanges } from './workloads/request-changes';

export const decide = (input: RightsizingInput): Decided => {
  const situation = situationOf(input);
  if ('none' in situation) return { decision: hold(frameOf(input, { missing: situation.missing }), situation.none), remember: [] };
  const { level } = situation.requirements;
  const requests = level === 'nodes' ? NOTHING : requestChanges(situation);
  // Both are carried out: a node must have room for what this very answer makes its pods ask for.
  const nodes = level === 'workloads' ? NOTHING : nodeChanges(situation, raisedRequests(requests.changes));
  return { decision: decisionOn(situation, nodes, requests), remember: [] };
};

const NOTHING = { changes: [], held: [] } as const;

const decisionOn = (situation: Situation, nodes: NodeChanges, requests: RequestChanges): Decided['decision'] => {
  const { input, config, missing } = situation;
  const worth = freedValue(situation);
  const found = inOrder(nodes, requests, worth);
  const held = boundedHeld([...nodes.held, ...requests.held], config.shown_one_by_one);
  const recommendations = recommendationsFor(found, worth);
  const extra = { additional_monthly_cost: sumOf(found.upsizes.map((change) => billOf(change).additional)), potential_monthly_savings: sumOf(found.requests.map((change) => worth(change) ?? 0)) };
  const frame = frameOf(input, { confidence: confidenceOf(situation, found), warnings: warningsAbout(situation, found), missing, extra });
  if (recommendations.length === 0) return hold(frame, held.length > 0 ? held : [nothingToSize(situation)]);
  return act(frame, {
    recommendations,
    held,
    savings: totalSavings(recommendations.map(({ estimated_monthly_savings: saving }) => saving)),
    plan: planOf(stepsFor(input.request.cluster_id, found)),
    preconditions: preconditionsFor(found),
  });
};

const nothingToSize = ({ input, requirements }: Situation): Held => ({
  target: { kind: 'Cluster', name: input.request.cluster_id },
  code: 'NOTHING_TO_SIZE',
  text: requirements.level === 'workloads' ? 'no container was sent that could be sized' : 'no node and no container was sent that could be sized',
});

/** Ties go by the order of the lists, which is that of the names. */
const inOrder = (nodes: NodeChanges, requests: RequestChanges, worth: FreedValue): Found => {
  const saved = ({ machine, offer }: NodeChange): number => machine.price - offer.price;
  const byGain = [...nodes.changes].sort((one, other) => saved(other) - saved(one) || compareText(one.node.name, other.node.name));
  const freed = requests.changes.map((change, index) => ({ change, index, value: worth(change) ?? 0 }));
  return {
    downsizes: byGain.filter(({ size }) => size.direction === 'downsize'),
    upsizes: byGain.filter(({ size }) => size.direction === 'upsize'),
    requests: freed.sort((one, other) => other.value - one.value || one.index - other.index).map(({ change }) => change),
  };
};

const recommendationsFor = ({ downsizes, upsizes, requests }: Found, worth: FreedValue): readonly Recommendation[] => {
  const drafts: readonly Draft[] = [...[...downsizes, ...upsizes].map(nodeRecommendation), ...requests.map((change) => requestRecommendation(change, worth(change)))];
  return drafts.map((draft, index) => ({ id: `r${index + 1}`, ...draft }));
};

/** What raised requests take is taken off; never negative. */
const sumOf = (amounts: readonly number[]): number => Math.max(0, roundToCents(amounts.reduce((sum, amount) => sum + amount, 0)));
