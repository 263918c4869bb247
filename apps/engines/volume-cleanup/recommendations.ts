import type { Recommendation, Target } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import { LADDER_TAG } from '@ml/state/aws/snapshot';
import type { EpochMs } from '@ml/units/brand';
import { roundToCents } from '@ml/units/money';
import { DAY_MS } from '@ml/units/time';
import type { Cost } from './cost';
import type { Stage } from './ladder';
import type { Snapshot, Volume } from './state';

/** A step up the ladder; `untag` is the step down, for a volume that is attached again. */
export interface Leftover {
  readonly volume: Volume;
  readonly stage: Exclude<Stage, 'copying' | 'wait'> | 'untag';
  /** null when it is attached. */
  readonly unattachedSince: EpochMs | null;
  /** Whether that is when it was detached, or only when it was made. */
  readonly dated: boolean;
  readonly cost: Cost | undefined;
  readonly snapshot: Snapshot | undefined;
}

export const targetOf = ({ volumeId: name }: Volume): Target => ({ kind: 'Volume', name });

const ACTIONS = { tag: 'tag_volume', snapshot: 'create_snapshot', delete: 'delete_volume', untag: 'untag_volume' } as const;
const RISKS = { tag: 'low', snapshot: 'low', delete: 'medium', untag: 'low' } as const;

const REASONS = {
  tag: { code: 'UNATTACHED', text: 'no machine and no cluster refers to it: mark it, so that somebody can object' },
  snapshot: { code: 'MARKED', text: 'nobody objected yet: take a snapshot, from which it can be restored' },
  delete: { code: 'LEFTOVER', text: 'marked long enough, with a snapshot to restore it from' },
  untag: { code: 'ATTACHED_AGAIN', text: 'it is attached: the mark is no longer true' },
} as const;

const UNDATED = { code: 'DETACHED_AT_UNKNOWN', text: 'nobody says when it was detached: counted since it was made' } as const;

export const recommendationFor =
  (now: EpochMs) =>
  (leftover: Leftover, index: number): Recommendation => ({
    id: `r${index + 1}`,
    action: ACTIONS[leftover.stage],
    target: targetOf(leftover.volume),
    estimated_monthly_savings: leftover.stage === 'delete' ? roundToCents(leftover.cost?.saving ?? 0) : 0,
    risk: RISKS[leftover.stage],
    reasons: [REASONS[leftover.stage], ...(leftover.dated ? [] : [UNDATED])],
    details: {
      volume_id: leftover.volume.volumeId,
      size_gb: leftover.volume.sizeGib,
      volume_type: leftover.volume.volumeType,
      stage: leftover.stage,
      unattached_days: leftover.unattachedSince === null ? null : Math.floor((now - leftover.unattachedSince) / DAY_MS),
      ...costs(leftover.cost),
      snapshot_id: leftover.snapshot?.snapshotId ?? null,
    },
  });

/** `potential_monthly_savings` is what the end of the ladder would save; only a deletion saves it. */
const costs = (cost: Cost | undefined): Readonly<Record<string, number | null>> => ({
  monthly_cost: cost === undefined ? null : roundToCents(cost.volume),
  snapshot_monthly_cost: cost === undefined ? null : roundToCents(cost.snapshot),
  potential_monthly_savings: cost === undefined ? null : roundToCents(Math.max(0, cost.saving)),
});

/** Says to people what comes next; the mark keeps its date. */
const DELETING_TAG = 'cloudoptim:deleting';
const TAG_SECONDS = 10;
const SNAPSHOT_SECONDS = 1_800;
const DELETE_SECONDS = 30;

/** Every step can be undone but the last, and that one by the snapshot it names. */
export const stepsFor =
  (now: EpochMs) =>
  ({ volume, stage, snapshot }: Leftover): readonly StepDraft[] => {
    const target = targetOf(volume);
    const tag = { tag: LADDER_TAG, value: new Date(now).toISOString() };
    const step = { target, after: [], destructive: false } as const;
    const mark: StepDraft = { ...step, key: `tag ${volume.volumeId}`, phase: 'mark', action: 'create_tags', seconds: TAG_SECONDS, rollback: 'delete_tags', details: tag };
    if (stage === 'tag') return [mark];
    if (stage === 'untag') return [{ ...mark, action: 'delete_tags', rollback: 'create_tags' }];
    const copy = { key: `snapshot ${volume.volumeId}`, phase: 'snapshot', action: 'create_snapshot', seconds: SNAPSHOT_SECONDS, rollback: 'delete_snapshot', details: { tags: tag } };
    if (stage === 'snapshot') return [{ ...step, ...copy }];
    const check = { key: `check ${volume.volumeId}`, phase: 'mark', action: 'create_tags', seconds: TAG_SECONDS, rollback: 'delete_tags', details: { tag: DELETING_TAG, value: tag.value } };
    return [
      { ...step, ...check },
      {
        ...step,
        key: `delete ${volume.volumeId}`,
        after: [`check ${volume.volumeId}`],
        phase: 'delete',
        action: 'delete_volume',
        seconds: DELETE_SECONDS,
        rollback: null,
        destructive: true,
        details: { restore: { action: 'create_volume', snapshot_id: snapshot?.snapshotId ?? null, volume_type: volume.volumeType, availability_zone: volume.zone } },
      },
    ];
  };
