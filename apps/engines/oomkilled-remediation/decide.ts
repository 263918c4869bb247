import type { Held, Memory, Reason } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided, DecideInput } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { heldList } from '@ml/engine-kernel/held-list';
import { planOf } from '@ml/engine-kernel/plan';
import { totalSavings } from '@ml/engine-kernel/savings';
import { readers, rulesFor, type Rules } from './ask';
import { bumped } from './bump';
import type { OomkilledRemediationSettings } from './config';
import { groupsOf } from './groups';
import { handsIn, type HandsOn } from './hands-on';
import { historyIn, rememberBump } from './history';
import { killsIn, type NoKill } from './kills';
import { measuredIn, type Measured } from './measured';
import { reasonToHold } from './reasons-to-hold';
import { recommendationFor, stepsFor, targetOf, type Remedy } from './recommendations';
import type { OomState } from './state';

type Input = DecideInput<OomState, OomkilledRemediationSettings>;

export const decide = (input: Input): Decided => {
  const ask = readAsk(input.request, readers);
  if ('held' in ask) return holding(input, ask.held);
  const { pods, events } = input.state;
  if (pods === null && events.length === 0) return holding(input, [atCluster(input, 'MISSING_FIELD', 'current_state has neither pods nor events')]);
  return remedied(input, rulesFor(input.config, ask));
};

const atCluster = ({ request }: Input, code: string, text: string): Held => ({ target: { kind: 'Cluster', name: request.cluster_id }, code, text });

const holding = (input: Input, held: readonly Held[]): Decided => ({ decision: hold(frameOf(input, { missing: missingIn(input.state) }), held), remember: [] });

const remedied = (input: Input, rules: Rules): Decided => {
  const { state, memory, now } = input;
  const { kills, others } = killsIn(state, { now, windowHours: rules.window_hours });
  const measured = measuredIn(state);
  const hands = handsIn(state);
  const judging = { state, hands, rules, history: historyIn(memory), measured, now };
  const remedies: Remedy[] = [];
  const held: Held[] = [];
  for (const group of groupsOf(kills, state)) {
    const bump = bumped({ request: group.request, limit: group.limit, peak: measured.peakOf(group) }, rules);
    const reason = reasonToHold({ group, bump }, judging);
    if (reason === null && bump !== null) remedies.push({ group, bump });
    else if (reason !== null) held.push({ target: targetOf(group), ...reason, details: { container: group.container, kills: group.kills.length } });
  }
  return answered(input, { remedies, held: heldList([...held, ...others.map(heldOther)], 'Workloads'), hands, measured, rules });
};

const heldOther = ({ namespace, pod, container, code, text }: NoKill): Held => ({ target: { kind: 'Pod', namespace, name: pod }, code, text, details: { container } });

interface Findings {
  readonly remedies: readonly Remedy[];
  readonly held: readonly Held[];
  readonly hands: HandsOn;
  readonly measured: Measured;
  readonly rules: Rules;
}

const answered = (input: Input, findings: Findings): Decided => {
  const { remedies, held, rules } = findings;
  const frame = frameFor(input, findings);
  if (remedies.length === 0) return { decision: hold(frame, held.length > 0 ? held : [atCluster(input, 'NO_OOM_KILL', `no container was killed for memory in ${rules.window_hours} h`)]), remember: [] };
  const recommendations = remedies.map(recommendationFor);
  const remember: readonly Memory[] = remedies.flatMap(({ group }) => rememberBump(group, rules, input.now));
  const preconditions = remedies.map(({ group }) => ({ code: 'LIMIT_UNCHANGED', target: targetOf(group), text: `container ${group.container} still has the request and the limit that this starts from` }));
  return { decision: act(frame, { recommendations, held, savings: totalSavings([]), plan: planOf(remedies.flatMap(stepsFor)), preconditions }), remember };
};

/** Ours: a peak that was measured, against one that the kill implies. */
const MEASURED = 0.95;
const IMPLIED = 0.8;

const frameFor = (input: Input, { remedies, hands, measured }: Findings): Frame => {
  const missing = missingIn(input.state);
  const evidence = remedies.every(({ group }) => measured.peakOf(group) !== null) ? MEASURED : IMPLIED;
  return frameOf(input, { confidence: confidenceFrom(evidence, worthOfState(input.state.observed_at, input.now), completeness(missing)), missing, warnings: remedies.flatMap((remedy) => warningsFor(remedy, hands)) });
};

const warningsFor = ({ group }: Remedy, hands: HandsOn): readonly Reason[] =>
  hands.on(group).flatMap(({ gitOps, kind, name }) =>
    gitOps === null ? [] : [{ code: 'GITOPS_MANAGED', text: `${kind} ${group.namespace}/${name} is written back by ${gitOps}: change it in its repository` }],
  );

const missingIn = ({ pods, usage, largest_node: node }: OomState): readonly string[] => [
  ...(pods === null ? ['current_state.pods'] : []),
  ...(usage.series.length === 0 ? ['current_state.usage.containers'] : []),
  ...(usage.series.length > 0 && usage.stepSeconds === null ? ['current_state.usage.window'] : []),
  ...(node === null ? ['current_state.nodes'] : []),
];
