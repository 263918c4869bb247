import type { Reason } from '@ml/contracts/decision';
import { firstReason, when, type ReasonRule } from '@ml/engine-kernel/first-reason';
import { isIgnored } from '@ml/engine-kernel/ignored-tags';
import { tagValue } from '@ml/state/aws/tags';
import type { EpochMs } from '@ml/units/brand';
import { DAY_MS } from '@ml/units/time';
import type { Rules } from './ask';
import type { Cost } from './cost';
import type { Stage } from './ladder';
import type { References } from './references';
import type { Volume, VolumeCleanupState } from './state';

export interface Looking {
  readonly state: VolumeCleanupState;
  readonly references: References;
  readonly rules: Rules;
  readonly now: EpochMs;
}

export interface Candidate {
  readonly volume: Volume;
  readonly stage: Stage;
  /** undefined when a price is not known. */
  readonly cost: Cost | undefined;
}

/** When it was last attached as far as anyone knows: detached, or made and never attached. null when nobody says. */
export const unattachedSince = ({ detachedAt, createdAt }: Volume): EpochMs | null => detachedAt ?? createdAt;

const NO: readonly string[] = ['false', 'no', '0', 'none'];

const isBackup = ({ tags }: Volume): boolean => {
  const value = tagValue(tags, 'backup');
  return value !== null && !NO.includes(value.toLowerCase());
};

/** In this order: the first that applies is said. */
const RULES: readonly ReasonRule<Candidate, Looking>[] = [
  ({ volume: { optOut } }) => when(optOut !== null, 'OPTED_OUT', `its tag ${optOut ?? ''} says that it is to be left alone`),
  ({ volume }, { rules }) => when(rules.constraints.excluded.includes(volume.volumeId), 'EXCLUDED', 'the request names it in constraints.excluded'),
  ({ volume }, { rules }) => when(isIgnored(volume, rules.constraints.ignore_tags), 'IGNORED_BY_TAG', 'it bears a tag of constraints.ignore_tags'),
  ({ volume }) => when(isBackup(volume), 'BACKUP', 'its backup tag says that it is one'),
  ({ volume }, { references }) => {
    const found = references.persistentVolume(volume);
    return when(found !== undefined, 'PERSISTENT_VOLUME', `the cluster refers to it as ${found?.name ?? ''} (${found?.phase ?? 'phase unknown'}, ${found?.reclaimPolicy ?? 'policy unknown'})`);
  },
  ({ volume }, { references }) => when(references.inOtherCluster(volume), 'IN_OTHER_CLUSTER', 'another cluster that was sent along refers to it'),
  ({ volume }, { references }) => {
    const claim = references.wantedClaim(volume);
    return when(claim !== null, 'CLAIM_EXISTS', `it was made for the claim ${claim ?? ''}, which is there or which a StatefulSet would take up again`);
  },
  ({ volume }, { references }) => {
    const owner = references.otherOwner(volume);
    return when(owner !== null, 'OWNED_BY_OTHER_CLUSTER', `its tags say that it belongs to the cluster ${owner ?? ''}, which is not known to be this one`);
  },
  ({ volume }, { references }) => when(references.inImage(volume), 'IN_IMAGE', 'an image or a launch template is made of it'),
  ({ volume }, { references }) => {
    const count = references.foreignSnapshots(volume).length;
    return when(count > 0, 'HAS_SNAPSHOTS', `${count} snapshot(s) of it were made by somebody else: it may be a backup`);
  },
  ({ volume }) => when(unattachedSince(volume) === null, 'AGE_UNKNOWN', 'nobody says when it was detached or made'),
  ({ volume }, { rules, now }) => {
    const days = (now - (unattachedSince(volume) ?? now)) / DAY_MS;
    return when(days < rules.min_unattached_days, 'RECENTLY_DETACHED', `unattached for ${Math.max(0, Math.floor(days))} days: a leftover after ${rules.min_unattached_days}`);
  },
  ({ cost }) => when(cost === undefined, 'PRICE_UNKNOWN', 'nobody knows what it costs here'),
  ({ cost }) => when(cost !== undefined && cost.saving <= 0, 'SNAPSHOT_COSTS_AS_MUCH', 'the snapshot that would be kept of it costs as much as the volume'),
  ({ stage }, { state }) => when(stage === 'delete' && state.snapshots === null, 'SNAPSHOTS_NOT_SENT', 'without current_state.snapshots nobody can tell whether it is a backup'),
  ({ stage }, { state }) => when(stage === 'delete' && state.persistent_volumes === null, 'PERSISTENT_VOLUMES_NOT_SENT', 'without current_state.persistent_volumes nobody can tell whether the cluster needs it'),
  ({ stage }, { rules }) => when(stage === 'wait', 'WAITING', `it is marked and has its snapshot: to be deleted ${rules.delete_after_days} days after the mark`),
];

export const reasonToHold = (candidate: Candidate, looking: Looking): Reason | null => firstReason(RULES, candidate, looking);
