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
  /** When it was last in use as far as anyone knows, else when it was made; null when nobody says. */
  readonly unattachedSince: EpochMs | null;
  /** undefined when a price is not known. */
  readonly cost: Cost | undefined;
}

const NO: readonly string[] = ['false', 'no', '0', 'none'];

const isBackup = ({ tags }: Volume): boolean => {
  const value = tagValue(tags, 'backup');
  return value !== null && !NO.includes(value.toLowerCase());
};

/** Somebody says that nothing may touch it. */
const HANDS_OFF: readonly ReasonRule<Volume, Rules>[] = [
  ({ optOut }) => when(optOut !== null, 'OPTED_OUT', `its tag ${optOut ?? ''} says that it is to be left alone`),
  ({ volumeId }, { excluded }) => when(excluded.has(volumeId), 'EXCLUDED', 'the request names it in constraints.excluded'),
  (volume, { constraints }) => when(isIgnored(volume, constraints.ignore_tags), 'IGNORED_BY_TAG', 'it bears a tag of constraints.ignore_tags'),
];

export const handsOff = (volume: Volume, rules: Rules): Reason | null => firstReason(HANDS_OFF, volume, rules);

/** In this order: the first that applies is said. */
const RULES: readonly ReasonRule<Candidate, Looking>[] = [
  ({ volume }, { rules }) => handsOff(volume, rules),
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
  ({ unattachedSince: since }) => when(since === null, 'AGE_UNKNOWN', 'nobody says when it was detached or made'),
  ({ unattachedSince: since }, { rules, now }) => {
    const days = (now - (since ?? now)) / DAY_MS;
    return when(days < rules.min_unattached_days, 'RECENTLY_DETACHED', `unattached for ${Math.max(0, Math.floor(days))} days: a leftover after ${rules.min_unattached_days}`);
  },
  ({ cost }) => when(cost === undefined, 'PRICE_UNKNOWN', 'nobody knows what it costs here'),
  ({ cost }) => when(cost !== undefined && cost.saving <= 0, 'SNAPSHOT_COSTS_AS_MUCH', 'the snapshot that would be kept of it costs as much as the volume'),
  ({ stage }, { state }) => when(stage !== 'tag' && state.snapshots === null, 'SNAPSHOTS_NOT_SENT', 'without current_state.snapshots nobody can tell whether it has one already'),
  ({ stage }, { state }) => when(stage === 'delete' && state.persistent_volumes === null, 'PERSISTENT_VOLUMES_NOT_SENT', 'without current_state.persistent_volumes nobody can tell whether the cluster needs it'),
  ({ stage }) => when(stage === 'copying', 'SNAPSHOT_PENDING', 'its snapshot is being taken'),
  ({ stage }, { rules }) => when(stage === 'wait', 'WAITING', `it is marked and has its snapshot: to be deleted ${rules.delete_after_days} days after the mark`),
];

export const reasonToHold = (candidate: Candidate, looking: Looking): Reason | null => firstReason(RULES, candidate, looking);
