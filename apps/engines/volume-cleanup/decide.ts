import type { Held, Memory, Reason } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided, DecideInput } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { heldList } from '@ml/engine-kernel/held-list';
import { planOf } from '@ml/engine-kernel/plan';
import { priceListOf } from '@ml/engine-kernel/price-list';
import { totalSavings } from '@ml/engine-kernel/savings';
import { readers, rulesFor, type Rules } from './ask';
import type { VolumeCleanupSettings } from './config';
import { costOf } from './cost';
import { climbOf, isMarked, isUnattached, lastUsed, pastIn, rememberMark, type Past } from './ladder';
import { handsOff, reasonToHold } from './reasons-to-hold';
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

const climbed = (input: Input, volumes: readonly Volume[], rules: Rules): Decided => {
  const { now } = input;
  const past = pastIn(input.memory);
  const marked = volumes.filter(isMarked);
  const found = [above(input, volumes, { past, rules }), attachedAgain(marked, rules)];
  const remember = marked.map((volume) => rememberMark(volume, { past, rules, now }));
  return answered(input, { leftovers: inOrder(found.flatMap(({ leftovers }) => leftovers)), held: heldList(found.flatMap(({ held }) => held), 'Volumes'), remember });
};

type Found = Pick<Findings, 'leftovers' | 'held'>;

/** What may go a step up the ladder. */
const above = ({ request, state, facts, now }: Input, volumes: readonly Volume[], { past, rules }: { readonly past: Past; readonly rules: Rules }): Found => {
  const references = referencesIn(state, request.cluster_id);
  const prices = priceListOf(facts, regionOf(request, state));
  const leftovers: Leftover[] = [];
  const held: Held[] = [];
  for (const volume of volumes.filter(isUnattached)) {
    const { stage, snapshot } = climbOf(volume, { past, rules, now, snapshots: references.ownSnapshots(volume) });
    const cost = costOf(volume, snapshot, prices);
    const used = lastUsed(volume, past);
    const unattachedSince = used ?? volume.createdAt;
    const reason = reasonToHold({ volume, stage, unattachedSince, cost }, { state, references, rules, now });
    if (reason !== null) held.push({ target: targetOf(volume), ...reason });
    else if (stage !== 'wait' && stage !== 'copying') leftovers.push({ volume, stage, unattachedSince, dated: used !== null, cost, snapshot });
  }
  return { leftovers, held };
};

/** What comes down again. */
const attachedAgain = (marked: readonly Volume[], rules: Rules): Found => {
  const attached = marked.filter(({ state }) => state === 'in-use').map((volume) => ({ volume, reason: handsOff(volume, rules) }));
  return {
    leftovers: attached.flatMap(({ volume, reason }): readonly Leftover[] => (reason === null ? [{ volume, stage: 'untag', unattachedSince: null, dated: true, cost: undefined, snapshot: undefined }] : [])),
    held: attached.flatMap(({ volume, reason }) => (reason === null ? [] : [{ target: targetOf(volume), ...reason }])),
  };
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
  const preconditions = leftovers.filter(({ stage }) => stage === 'delete').map(({ volume }) => ({ code: 'VOLUME_STILL_AVAILABLE', target: targetOf(volume), text: 'its state is still "available", nothing was attached to it since its snapshot, and that is completed' }));
  const savings = totalSavings(recommendations.map(({ estimated_monthly_savings: saving }) => saving));
  return { decision: act(frame, { recommendations, held, savings, plan: planOf(leftovers.flatMap(stepsFor(input.now))), preconditions }), remember };
};

/** Ours: the lists of two systems are never quite of one moment. */
const CERTAINTY = 0.95;
/** Ours: a volume may have been in use until yesterday for all that its making says. */
const UNDATED = 0.8;

const frameFor = (input: Input, leftovers: readonly Leftover[]): Frame => {
  const missing = missingIn(input.state);
  const dated = leftovers.every((leftover) => leftover.dated);
  return frameOf(input, { confidence: confidenceFrom(CERTAINTY, dated ? 1 : UNDATED, worthOfState(input.state.observed_at, input.now), completeness(missing)), missing });
};

const missingIn = ({ volumes, snapshots, persistent_volumes: persistent }: VolumeCleanupState): readonly string[] => [
  ...(volumes === null ? ['current_state.volumes'] : []),
  ...(snapshots === null ? ['current_state.snapshots'] : []),
  ...(persistent === null ? ['current_state.persistent_volumes'] : []),
];
