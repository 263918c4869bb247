import type { Reason } from '@ml/contracts/decision';
import { firstReason, when, type ReasonRule } from '@ml/engine-kernel/first-reason';
import { optedOut } from '@ml/state/opt-out';
import type { EpochMs } from '@ml/units/brand';
import { HOUR_MS } from '@ml/units/time';
import type { Rules } from './ask';
import type { Bump } from './bump';
import type { Group } from './groups';
import type { HandsOn } from './hands-on';
import type { History } from './history';
import { looksLikeLeak } from './leak';
import type { Measured } from './measured';
import { quantityOf } from './quantity-text';
import type { OomState } from './state';

export interface Judging {
  readonly state: OomState;
  readonly hands: HandsOn;
  readonly rules: Rules;
  readonly history: History;
  readonly measured: Measured;
  readonly now: EpochMs;
}

export interface Case {
  readonly group: Group;
  /** null when the container has neither request nor limit. */
  readonly bump: Bump | null;
}

/** What can be given another memory limit by changing one object. */
const PATCHED_KINDS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** In this order: the first that applies is said. */
const RULES: readonly ReasonRule<Case, Judging>[] = [
  ({ group }) => when(group.pods.length === 0, 'POD_UNKNOWN', 'the pod is not in current_state.pods, so nobody knows what it asks for'),
  ({ group }, { hands, now }) => {
    const mark = [...hands.on(group), ...group.pods].find(({ optOut }) => optedOut(optOut, now));
    return when(mark !== undefined, 'OPTED_OUT', `${mark?.optOut?.key ?? ''} says that it is to be left alone`);
  },
  ({ group }, { rules }) => when(namesOf(group).some((name) => rules.excluded.has(name)), 'EXCLUDED', 'the request names it in constraints.excluded'),
  ({ group }) => when(group.pods.some(({ staticPod }) => staticPod), 'STATIC_POD', 'the kubelet runs it from a file of its node: the API cannot change it'),
  ({ group }) => when(group.workload === null, 'BARE_POD', 'nobody owns the pod: it has to be made anew by hand'),
  ({ group: { workload } }) => when(!PATCHED_KINDS.includes(workload?.kind ?? ''), 'OWNER_NOT_CHANGEABLE', `the template of a ${workload?.kind ?? ''} cannot be changed in place: change what makes it`),
  ({ group }, { rules }) => when(group.kills.length > rules.max_kills, 'MANUAL_REVIEW', `killed ${group.kills.length} times in ${rules.window_hours} h: more memory has not helped or will not, somebody has to look`),
  ({ group }, { history }) => when(group.kills.every(({ id }) => history.answered(id)), 'ALREADY_ANSWERED', 'an earlier decision has answered these kills'),
  ({ group }, { history, rules, now }) => {
    const at = history.bumpedAt(group);
    const passed = at === null ? Number.POSITIVE_INFINITY : (now - at) / HOUR_MS;
    return when(passed < rules.cooldown_hours, 'COOLDOWN', `it was to be given more ${Math.floor(passed)} h ago: wait ${rules.cooldown_hours} h and see`);
  },
  ({ group }, { state, measured, rules }) => when(leaks(group, { state, measured, rules }), 'LEAK_SUSPECTED', 'its memory grows along a line: more of it would only delay the next kill'),
  ({ group }) => when(!group.alike, 'TEMPLATES_DIFFER', 'its pods do not ask for the same: a rollout is under way, or something else changes them; look again when it is done'),
  ({ group: { request, limit } }) => when(request !== null && limit !== null && request > limit, 'REQUEST_ABOVE_LIMIT', 'it asks for more than its limit, which no API server takes: the list is not to be trusted'),
  ({ bump }) => when(bump === null, 'NO_REQUEST_NOR_LIMIT', 'it has neither a request nor a limit: there is nothing to raise, and its node killed it'),
  ({ group, bump }) => when(bump !== null && bump.request <= (group.request ?? 0) && (bump.limit ?? 0) <= (group.limit ?? 0), 'NOTHING_TO_RAISE', 'the cap leaves no room above what it has'),
  ({ group, bump }, { state: { largest_node: most } }) =>
    when(most !== null && bump !== null && bump.request + group.others > most, 'NODE_TOO_SMALL', `no node could hold it: the largest gives ${quantityOf(most)} to pods`),
];

export const reasonToHold = (one: Case, judging: Judging): Reason | null => firstReason(RULES, one, judging);

const namesOf = ({ namespace, workload, pods, container }: Group): readonly string[] => [
  container,
  namespace,
  ...(workload === null ? [] : [workload.name, `${namespace}/${workload.name}`]),
  ...pods.flatMap(({ name }) => [name, `${namespace}/${name}`]),
];

const leaks = (group: Group, { state, measured, rules }: Pick<Judging, 'state' | 'measured' | 'rules'>): boolean => {
  const { stepSeconds } = state.usage;
  return stepSeconds !== null && measured.seriesOf(group).some(({ bytes }) => looksLikeLeak(bytes, stepSeconds, rules));
};
