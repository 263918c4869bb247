import type { Reason } from '@ml/contracts/decision';
import { firstReason, when, type ReasonRule } from '@ml/engine-kernel/first-reason';
import { isIgnored } from '@ml/engine-kernel/ignored-tags';
import { DAY_MS } from '@ml/units/time';
import type { Attribution } from './attribution';
import type { Disk, Resource } from './resource';
import { isInForce, suppressionOf, type Situation } from './situation';

/** Says to people that the resource waits for somebody to look at it. */
export const REVIEW_TAG = 'cloudoptim:shadow-it';

export interface Candidate {
  readonly resource: Resource;
  readonly attribution: Attribution;
  readonly ageDays: number;
}

/** The machine that answers for a disk; of several the first by id. */
export const machineOf = ({ attachedTo }: Disk): string | null => attachedTo[0] ?? null;

type Rule = ReasonRule<Candidate, Situation>;

/** Somebody wants it left alone. In this order: the first that applies is said. */
const ALONE: readonly Rule[] = [
  ({ resource: { optOut } }) => when(optOut !== null, 'OPTED_OUT', `its tag ${optOut ?? ''} says that it is to be left alone`),
  ({ resource: { id, alias } }, { excluded }) => when(excluded.has(id) || (alias !== null && excluded.has(alias)), 'EXCLUDED', 'the request names it in constraints.excluded'),
  ({ resource }, { ask }) => when(isIgnored(resource, ask.constraints.ignore_tags), 'IGNORED_BY_TAG', 'it bears a tag of constraints.ignore_tags'),
  ({ resource }, situation) => {
    const known = suppressionOf(resource, situation);
    const until = known === undefined || known.until === null ? 'without an end' : `until ${new Date(known.until).toISOString()}`;
    return when(known !== undefined && isInForce(known, situation), 'SUPPRESSED', `suppressed ${until}: ${known?.reason ?? ''}`);
  },
];

/** It is known, and in its place. */
const KNOWN: readonly Rule[] = [
  ({ resource }, { membership }) => when(membership(resource) === 'other', 'IN_OTHER_CLUSTER', 'another cluster that was sent along refers to it'),
  ({ attribution: { by, who } }) => when(by === 'service', 'MANAGED_BY_SERVICE', `${who ?? ''} made it for the account`),
  ({ attribution: { by, who } }) => when(by === 'kubernetes', 'MANAGED_BY_KUBERNETES', `its tags say that it belongs to Kubernetes (${who ?? ''}): if it is a leftover, it is a known one`),
  ({ attribution: { by, who } }) => when(by === 'code', 'MANAGED_BY_CODE', `its tags say that code made it (${who ?? ''})`),
];

const NOT_YET: readonly Rule[] = [
  ({ resource }, situation) => (resource.kind === 'volume' ? withMachine(resource, situation) : null),
  ({ resource }, { input }) =>
    when(resource.kind === 'volume' && input.state.persistent_volumes === null, 'PERSISTENT_VOLUMES_NOT_SENT', 'without current_state.persistent_volumes nobody can tell whether the cluster refers to it'),
  ({ resource }, { input }) => (resource.kind === 'load_balancer' ? withoutReferences(resource.type, input.state) : null),
  ({ resource, ageDays }, { minAgeDays }) => when(ageDays < minAgeDays, 'TOO_YOUNG', youth(resource, { ageDays, minAgeDays })),
  ({ resource: { tags } }) => when(tags[REVIEW_TAG] !== undefined, 'UNDER_REVIEW', `its tag ${REVIEW_TAG} says that it waits to be looked at`),
];

const ALL: readonly Rule[] = [...ALONE, ...KNOWN, ...NOT_YET];

export const reasonToHold = (candidate: Candidate, situation: Situation): Reason | null => firstReason(ALL, candidate, situation);

/** Whether it bears a mark that is no longer true: it is in the cluster now, or known since. */
export const isSettled = (candidate: Candidate, situation: Situation): boolean =>
  candidate.resource.tags[REVIEW_TAG] !== undefined &&
  firstReason(ALONE, candidate, situation) === null &&
  (situation.membership(candidate.resource) === 'this' || firstReason(KNOWN, candidate, situation) !== null);

const withMachine = (disk: Disk, { machines }: Situation): Reason | null => {
  const id = machineOf(disk);
  if (id === null) return null;
  const known = machines?.has(id) === true;
  return known
    ? { code: 'COUNTED_WITH_INSTANCE', text: `attached to ${id}: judged and counted with it` }
    : { code: 'INSTANCE_UNKNOWN', text: `attached to ${id}, of which nobody can tell whether it is in a cluster` };
};

interface References {
  readonly services: readonly string[] | null;
  readonly ingresses: readonly string[] | null;
}

/** Ingresses have application load balancers made, services the others; gateway load balancers are made by hand. */
const withoutReferences = (type: string | null, { services, ingresses }: References): Reason | null => {
  if (type === 'gateway') return null;
  if (type === 'application') return when(ingresses === null, 'INGRESSES_NOT_SENT', 'without current_state.ingresses nobody can tell whether the cluster refers to it');
  return when(services === null, 'SERVICES_NOT_SENT', 'without current_state.services nobody can tell whether the cluster refers to it');
};

const youth = ({ createdAt }: Resource, { ageDays, minAgeDays }: { readonly ageDays: number; readonly minAgeDays: number }): string =>
  `${createdAt === null ? 'nobody says when it was made: first seen' : 'there for'} ${Math.floor(ageDays)} days${createdAt === null ? ' ago' : ''}, looked at after ${minAgeDays}`;

export const ageInDays = (resource: Resource, { sinceOf, input }: Situation): number => Math.max(0, input.now - sinceOf(resource)) / DAY_MS;
