import type { Held } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { heldList } from '@ml/engine-kernel/held-list';
import { planOf } from '@ml/engine-kernel/plan';
import { NO_SAVINGS } from '@ml/engine-kernel/savings';
import { readers } from './ask';
import { doubtsAboutAll, doubtsAboutMachines, missingIn } from './doubts';
import { judge, type Judged } from './judge';
import { overviewOf, warningsFor } from './overview';
import { preconditionsFor, recommendationsFor, stepsFor } from './recommendations';
import { situationOf, type Input, type Situation } from './situation';

export const decide = (input: Input): Decided => {
  const ask = readAsk(input.request, readers);
  if ('held' in ask) return nothing(input, ask.held);
  const doubts = doubtsAboutAll(input);
  if (doubts.length > 0) return nothing(input, doubts);
  const situation = situationOf(input, ask);
  return answered(situation, judge(situation));
};

const nothing = (input: Input, held: readonly Held[]): Decided => ({ decision: hold(frameOf(input, { missing: missingIn(input.state) }), held), remember: [] });

const answered = (situation: Situation, judged: Judged): Decided => {
  const { input } = situation;
  const recommendations = recommendationsFor(judged, situation);
  const held = heldList([...doubtsAboutMachines(input), ...judged.held], 'Resources');
  const frame = frameFor(situation, judged);
  if (recommendations.length === 0) return { decision: hold(frame, held.length > 0 ? held : [noShadow(input)]), remember: judged.remember };
  const decision = act(frame, {
    recommendations,
    held,
    savings: NO_SAVINGS,
    plan: planOf(stepsFor(judged, input.now)),
    preconditions: preconditionsFor(judged),
  });
  return { decision, remember: judged.remember };
};

const noShadow = ({ request }: Input): Held => ({
  target: { kind: 'Cluster', name: request.cluster_id },
  code: 'NO_SHADOW_IT',
  text: 'everything that was looked at belongs to the cluster; lists that were not sent were not looked at',
});

/** Ours: the lists of two systems are never quite of one moment. */
const CERTAINTY = 0.95;
/** Ours: an object without a single tag may be of a list that came without its tags, which alone would say whose it is. */
const UNTAGGED = 0.8;

const frameFor = (situation: Situation, judged: Judged): Frame => {
  const { state, now } = situation.input;
  const missing = missingIn(state);
  const untagged = judged.shadows.some(({ resource: { tags, otherTags } }) => Object.keys(tags).length + otherTags.length === 0);
  return frameOf(situation.input, {
    confidence: confidenceFrom(CERTAINTY, untagged ? UNTAGGED : 1, worthOfState(state.observed_at, now), completeness(missing)),
    missing,
    warnings: warningsFor(judged, situation),
    extra: overviewOf(judged, situation),
  });
};
