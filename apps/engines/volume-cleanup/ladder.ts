import type { Memory } from '@ml/contracts/decision';
import { recalled, remembered } from '@ml/engine-kernel/memory';
import { LADDER_TAG } from '@ml/state/aws/snapshot';
import { object, required } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import { epochMs, type EpochMs } from '@ml/units/brand';
import { DAY_MS } from '@ml/units/time';
import type { Rules } from './ask';
import type { Snapshot, Volume } from './state';

const KIND = 'marked';
const mark = object({ since: required(time) });

/** Steps of the ladder, each of which can be left again but the last. */
export type Stage = 'tag' | 'snapshot' | 'wait' | 'delete';

export const marksIn = (memory: readonly Memory[]): ReadonlyMap<string, EpochMs> => new Map([...recalled(memory, KIND, mark)].map(([id, { since }]) => [id, since]));

export const rememberMark = ({ volumeId }: Volume, since: EpochMs, rules: Rules): Memory =>
  remembered({ kind: KIND, name: volumeId, value: { since: new Date(since).toISOString() }, forgetAt: since + rules.forget_days * DAY_MS });

export const isMarked = ({ tags }: Volume): boolean => tags[LADDER_TAG] !== undefined;

interface Climb {
  readonly marks: ReadonlyMap<string, EpochMs>;
  readonly snapshot: Snapshot | undefined;
  readonly rules: Rules;
  readonly now: EpochMs;
}

/** Since when the mark is on the volume: the tag says it itself, else memory does; one that nobody can date is taken as of today. */
export const markedSince = (volume: Volume, { marks, now }: Pick<Climb, 'marks' | 'now'>): EpochMs => {
  const written = Date.parse(volume.tags[LADDER_TAG] ?? '');
  const since = Number.isNaN(written) ? (marks.get(volume.volumeId) ?? now) : written;
  return epochMs(Math.min(since, now));
};

export const stageOf = (volume: Volume, climb: Climb): Stage => {
  if (!isMarked(volume)) return 'tag';
  if (climb.snapshot === undefined) return 'snapshot';
  return climb.now - markedSince(volume, climb) >= climb.rules.delete_after_days * DAY_MS ? 'delete' : 'wait';
};
