import type { Held, Memory, Reason } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided, DecideInput } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { planOf } from '@ml/engine-kernel/plan';
import { priceListOf } from '@ml/engine-kernel/price-list';
import { totalSavings } from '@ml/engine-kernel/savings';
import { readers, rulesFor, type Rules } from './ask';
import type { VolumeCleanupSettings } from './config';
import { costOf } from './cost';
import { isMarked, markedSince, marksIn, rememberMark, stageOf } from './ladder';
import { reasonToHold } from './reasons-to-hold';
import { recommendationFor, stepsFor, targetOf, type Leftover } from './recommendations';
import { referencesIn } from './references';
import { regionOf } from './region';
import type { Volume, VolumeCleanupState } from './state';

type Input = DecideInput<VolumeCleanupState, VolumeCleanupSettings>;

export const decide = (input: Input): Decided => {
  const { request, state, config } = input;
  const ask = readAsk(request, readers);
  if ('held' in ask) return holding(input, ask.held);
  if (state.volumes === null) return holding(input, [atCluster(input, { code: 'MISSING_FIELD', text: 'current_state.volumes is missing' })]);
  return climbed(input, state.volumes, rulesFor(config, ask));
};

const atCluster = ({ request }: Input, reason: Reason): Held => ({ target: { kind: 'Cluster', name: request.cluster_id }, ...reason });

const holding = (input: Input, held: readonly Held[]): Decided => ({ decision: hold(frameOf(input, { missing: missingIn(input.state) }), held), remember: [] });

/** `available` is what the API calls a volume that nothing is attached to. */
const UNATTACHED = 'available';

const climbed = (input: Input, volumes: readonly Volume[], rules: Rules): Decided => {
  const { request, state, facts, memory, now } = input;
  const references = referencesIn(state, request.cluster_id);
  const prices = priceListOf(facts, regionOf(request, state));
  const marks = marksIn(memory);
  const leftovers: Leftover[] = [];
  const held: Held[] = [];
  for (const volume of volumes.filter(({ state: status }) => status === UNATTACHED)) {
    const snapshot = references.ownSnapshot(volume);
    const stage = stageOf(volume, { marks, snapshot, rules, now });
    const cost = costOf(volume, snapshot, prices);
    const reason = reasonToHold({ volume, stage, cost }, { state, references, rules, now });
    if (reason !== null) held.push({ target: targetOf(volume), ...reason });
    else if (stage !== 'wait') leftovers.push({ volume, stage, cost, snapshot });
  }
  const attachedAgain = volumes.filter((volume) => volume.state === 'in-use' && volume.optOut === null && isMarked(volume));
  const found = [...leftovers, ...attachedAgain.map((volume): Leftover => ({ volume, stage: 'untag', cost: undefined, snapshot: undefined }))];
  const remember = volumes.filter((volume) => volume.state === UNATTACHED && isMarked(volume)).map((volume) => rememberMark(volume, markedSince(volume, { marks, now }), rules));
  return answered(input, { leftovers: inOrder(found), held, remember });
};

const ORDER: readonly Leftover['stage'][] = ['delete', 'snapshot', 'tag', 'untag'];

/** What saves something first, the most first. */
const inOrder = (leftovers: readonly Leftover[]): readonly Leftover[] =>
  [...leftovers].sort((one, other) => ORDER.indexOf(one.stage) - ORDER.indexOf(other.stage) || (other.cost?.saving ?? 0) - (one.cost?.saving ?? 0));

interface Findings {
  readonly leftovers: readonly Leftover[];
  readonly held: readonly Held[];
  readonly remember: readonly Memory[];
}

const answered = (input: Input, { leftovers, held, remember }: Findings): Decided => {
  const frame = frameFor(input, leftovers);
  if (leftovers.length === 0) {
    const nothing = atCluster(input, { code: 'NO_LEFTOVER', text: 'every volume is attached' });
    return { decision: hold(frame, held.length > 0 ? held : [nothing]), remember };
  }
  const recommendations = leftovers.map(recommendationFor(input.now));
  const preconditions = leftovers.filter(({ stage }) => stage === 'delete').map(({ volume }) => ({ code: 'VOLUME_STILL_AVAILABLE', target: targetOf(volume), text: 'its state is still "available" and its snapshot is completed' }));
  const savings = totalSavings(recommendations.map(({ estimated_monthly_savings: saving }) => saving));
  return { decision: act(frame, { recommendations, held, savings, plan: planOf(leftovers.flatMap(stepsFor(input.now))), preconditions }), remember };
};

/** Ours: the lists of two systems are never quite of one moment. */
const CERTAINTY = 0.95;
/** Ours: a volume may have been in use until yesterday for all that its making says. */
const UNDATED = 0.8;

const frameFor = (input: Input, leftovers: readonly Leftover[]): Frame => {
  const missing = missingIn(input.state);
  const dated = leftovers.every(({ volume, stage }) => stage === 'untag' || volume.detachedAt !== null);
  return frameOf(input, { confidence: confidenceFrom(CERTAINTY, dated ? 1 : UNDATED, worthOfState(input.state.observed_at, input.now), completeness(missing)), missing });
};

const missingIn = ({ volumes, snapshots, persistent_volumes: persistent }: VolumeCleanupState): readonly string[] => [
  ...(volumes === null ? ['current_state.volumes'] : []),
  ...(snapshots === null ? ['current_state.snapshots'] : []),
  ...(persistent === null ? ['current_state.persistent_volumes'] : []),
];
