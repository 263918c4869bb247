import type { Held, Memory } from '@ml/contracts/decision';
import { epochMs } from '@ml/units/brand';
import { attributionOf } from './attribution';
import { costOf, type Cost } from './costs';
import { rememberSince, worthRemembering } from './first-seen';
import { ageInDays, isSettled, machineOf, reasonToHold, type Candidate } from './reasons-to-hold';
import { targetOf, type Disk, type Resource } from './resource';
import { isInForce, isThere, suppressionOf, type Situation } from './situation';

/** Outside every cluster, old enough, and nobody says that this is right. */
export interface Shadow extends Candidate {
  readonly cost: Cost;
  /** Counted with it. */
  readonly disks: readonly Disk[];
  /** Somebody has marked it already. */
  readonly underReview: boolean;
}

export interface Judged {
  /** Dearest first, those of unknown cost last. */
  readonly shadows: readonly Shadow[];
  /** Marked once, and in their place now. */
  readonly settled: readonly Shadow[];
  readonly held: readonly Held[];
  readonly remember: readonly Memory[];
  /** Resources of this cluster, by kind. */
  readonly inside: ReadonlyMap<Resource['kind'], number>;
}

export const judge = (situation: Situation): Judged => {
  const inside = new Map<Resource['kind'], number>();
  const outside: Candidate[] = [];
  const settled: Candidate[] = [];
  for (const resource of candidatesIn(situation)) {
    const here = situation.membership(resource) === 'this';
    const candidate: Candidate = { resource, attribution: here ? { by: 'kubernetes', who: situation.input.request.cluster_id } : attributionOf(resource), ageDays: ageInDays(resource, situation) };
    if (here) inside.set(resource.kind, (inside.get(resource.kind) ?? 0) + 1);
    else outside.push(candidate);
    if (isSettled(candidate, situation)) settled.push(candidate);
  }
  const withMachine = new Map<string, Disk[]>();
  const verdicts = outside.map((candidate) => verdictOn(candidate, withMachine, situation));
  return {
    shadows: verdicts.flatMap(({ shadow }) => shadow ?? []).sort((one, other) => (other.cost.monthly ?? -1) - (one.cost.monthly ?? -1)),
    settled: settled.map((candidate) => ({ ...candidate, cost: costOf(candidate.resource, [], situation), disks: [], underReview: true })),
    held: verdicts.flatMap(({ held }) => held ?? []),
    remember: outside.flatMap((candidate) => memoriesOf(candidate, situation)),
    inside,
  };
};

/** Disks first: what is counted with a machine is known when the machine's turn comes. */
const candidatesIn = ({ input: { state }, machines }: Situation): readonly Resource[] =>
  [...(state.volumes ?? []), ...(machines?.values() ?? []), ...(state.load_balancers ?? []), ...(state.db_instances ?? [])].filter(isThere);

interface Verdict {
  readonly shadow: Shadow | null;
  readonly held: Held | null;
}

/** Notes in `withMachine` the disks that are counted with their machines. */
const verdictOn = (candidate: Candidate, withMachine: Map<string, Disk[]>, situation: Situation): Verdict => {
  const { resource } = candidate;
  const reason = reasonToHold(candidate, situation);
  if (resource.kind === 'volume' && reason?.code === 'COUNTED_WITH_INSTANCE') add(withMachine, machineOf(resource) ?? '', resource);
  const disks = withMachine.get(resource.id) ?? [];
  const shadow: Shadow = { ...candidate, cost: costOf(resource, disks, situation), disks, underReview: reason !== null };
  return {
    shadow: reason === null || reason.code === 'UNDER_REVIEW' ? shadow : null,
    held: reason === null ? null : { target: targetOf(resource), ...reason, details: detailsOfHeld(shadow, situation) },
  };
};

const add = (found: Map<string, Disk[]>, key: string, disk: Disk): void => {
  const list = found.get(key);
  if (list === undefined) found.set(key, [disk]);
  else list.push(disk);
};

const memoriesOf = ({ resource, ageDays }: Candidate, situation: Situation): readonly Memory[] => {
  const { firstSeen, minAgeDays, sinceOf, input } = situation;
  return worthRemembering(resource, { before: firstSeen, young: ageDays < minAgeDays }) ? [rememberSince(resource, epochMs(sinceOf(resource)), input)] : [];
};

const detailsOfHeld = ({ resource, attribution, ageDays, cost }: Shadow, situation: Situation): NonNullable<Held['details']> => {
  const suppression = suppressionOf(resource, situation);
  return {
    resource_kind: resource.kind,
    age_days: Math.floor(ageDays),
    attribution: attribution.by,
    attributed_to: attribution.who,
    monthly_cost: cost.monthly,
    ...(suppression !== undefined && isInForce(suppression, situation) ? { reason: suppression.reason, until: suppression.until === null ? null : new Date(suppression.until).toISOString() } : {}),
  };
};
