import type { Recommendation } from '@ml/contracts/decision';
import { perMonth, roundTo, roundToCents } from '@ml/units/money';
import { HOUR_MS } from '@ml/units/time';
import type { EpochMs } from '@ml/units/brand';
import { GHOST_TAG, targetOf } from './candidates';
import type { Membership } from './clusters';
import type { Ghost, Judged } from './judge';
import type { Machine } from './state';

interface Telling {
  readonly membership: Membership;
  readonly now: EpochMs;
}

type Draft = Omit<Recommendation, 'id'>;

/** Terminations first, the dearest first; then what is to be watched, then what came back. */
export const recommendationsFor = ({ confirmed, toTag, toUntag }: Judged, telling: Telling): readonly Recommendation[] => {
  const dearestFirst = [...confirmed].sort((one, other) => other.price - one.price);
  const drafts: readonly Draft[] = [
    ...dearestFirst.map((ghost) => terminate(ghost, roundToCents(perMonth(ghost.price)), telling)),
    ...toTag.map((ghost) => tag(ghost, telling)),
    ...toUntag.map(untag),
  ];
  return drafts.map((draft, index) => ({ id: `r${index + 1}`, ...draft }));
};

const terminate = (ghost: Ghost, saving: number, telling: Telling): Draft => {
  const { machine, sightings } = ghost;
  const owned = telling.membership.ownerOf(machine) !== null;
  return {
    action: 'terminate_instance',
    target: targetOf(machine),
    estimated_monthly_savings: saving,
    // Without a tag of ownership it may be something that never was to be a node.
    risk: owned ? 'medium' : 'high',
    reasons: [
      { code: 'NOT_IN_CLUSTER', text: `no node has it as spec.providerID; missed since ${new Date(sightings.firstSeen).toISOString()}, seen ${sightings.count} times` },
      owned
        ? { code: 'TAGGED_FOR_CLUSTER', text: 'its tags say that it was made for this cluster' }
        : { code: 'OWNER_UNKNOWN', text: 'no tag says that it was made for a cluster: make sure that nobody needs it' },
    ],
    details: detailsOf(ghost, telling),
  };
};

const tag = (ghost: Ghost, telling: Telling): Draft => ({
  action: 'tag_instance',
  target: targetOf(ghost.machine),
  estimated_monthly_savings: 0,
  risk: 'low',
  reasons: [{ code: 'NOT_IN_CLUSTER', text: 'no node has it as spec.providerID: mark it, and look again' }],
  details: { ...detailsOf(ghost, telling), tag: GHOST_TAG },
});

const untag = (machine: Machine): Draft => ({
  action: 'untag_instance',
  target: targetOf(machine),
  estimated_monthly_savings: 0,
  risk: 'low',
  reasons: [{ code: 'JOINED_CLUSTER', text: 'it is a node now: the mark is no longer true' }],
  details: { instance_id: machine.instanceId, instance_type: machine.instanceType, tag: GHOST_TAG },
});

const detailsOf = ({ machine, sightings }: Ghost, { membership, now }: Telling): Recommendation['details'] => ({
  instance_id: machine.instanceId,
  instance_type: machine.instanceType,
  availability_zone: machine.zone,
  capacity_type: machine.capacityType,
  first_seen_outside: new Date(sightings.firstSeen).toISOString(),
  sightings: sightings.count,
  age_hours: machine.launchedAt === null ? null : roundTo((now - machine.launchedAt) / HOUR_MS, 1),
  owner: membership.ownerOf(machine),
  auto_scaling_group: machine.autoScalingGroup,
});
