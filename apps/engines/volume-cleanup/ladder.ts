import type { Memory } from '@ml/contracts/decision';
import { recalled, remembered } from '@ml/engine-kernel/memory';
import { LADDER_TAG } from '@ml/state/aws/snapshot';
import { object, required } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import { epochMs, type EpochMs } from '@ml/units/brand';
import { DAY_MS } from '@ml/units/time';
import type { Rules } from './ask';
import type { Snapshot, Volume } from './state';

const MARKED = 'marked';
const ATTACHED = 'attached';
const seen = object({ since: required(time) });

/** Steps of the ladder, each of which can be left again but the last; `copying` and `wait` are none yet. */
export type Stage = 'tag' | 'snapshot' | 'copying' | 'wait' | 'delete';

/** By volume, what earlier rounds saw. */
export interface Past {
  /** When the mark was first seen. */
  readonly marked: ReadonlyMap<string, EpochMs>;
  /** When the volume was last seen attached, mark and all. */
  readonly attached: ReadonlyMap<string, EpochMs>;
}

export const pastIn = (memory: readonly Memory[]): Past => ({ marked: timesOf(memory, MARKED), attached: timesOf(memory, ATTACHED) });

const timesOf = (memory: readonly Memory[], kind: string): ReadonlyMap<string, EpochMs> => new Map([...recalled(memory, kind, seen)].map(([id, { since }]) => [id, since]));

interface Noting {
  readonly past: Past;
  readonly rules: Rules;
  readonly now: EpochMs;
}

/** Of a volume that bears the mark: since when, and whether something is attached to it now. */
export const rememberMark = (volume: Volume, { past, rules, now }: Noting): Memory => {
  const [kind, since] = isUnattached(volume) ? [MARKED, markedSince(volume, past, now)] : [ATTACHED, now];
  return remembered({ kind, name: volume.volumeId, value: { since: new Date(since).toISOString() }, forgetAt: now + rules.forget_days * DAY_MS });
};

/** `available` is what the API calls a volume that nothing is attached to. */
export const isUnattached = ({ state, attachments }: Volume): boolean => state === 'available' && attachments.every((one) => one.state === 'detached');

export const isMarked = ({ tags }: Volume): boolean => tags[LADDER_TAG] !== undefined;

/** When it was last in use as far as anyone knows: detached, or seen attached; else null. */
export const lastUsed = ({ volumeId, detachedAt }: Volume, { attached }: Past): EpochMs | null => {
  const seenAttached = attached.get(volumeId) ?? null;
  return detachedAt === null || (seenAttached !== null && seenAttached > detachedAt) ? seenAttached : detachedAt;
};

/** Since when the mark is on the volume: the tag says it itself, else memory does; one that nobody can date is of today. A mark from before the last use counts from there. */
export const markedSince = (volume: Volume, past: Past, now: EpochMs): EpochMs => {
  const written = dateIn(volume.tags[LADDER_TAG]);
  const since = written === null || written > now ? (past.marked.get(volume.volumeId) ?? now) : written;
  return epochMs(Math.min(now, Math.max(since, lastUsed(volume, past) ?? since)));
};

/** `Date.parse` alone would take a mark that says "1" for one of the year 2001. */
const dateIn = (text: string | undefined): EpochMs | null => {
  try {
    return time(text);
  } catch {
    return null;
  }
};

export interface Climb {
  readonly stage: Stage;
  /** That it can be restored from; made since the mark, for an older one lacks what was written in between. */
  readonly snapshot: Snapshot | undefined;
}

interface Climbing extends Noting {
  /** Made by this ladder, the newest first. */
  readonly snapshots: readonly Snapshot[];
}

export const climbOf = (volume: Volume, { past, rules, now, snapshots }: Climbing): Climb => {
  if (!isMarked(volume)) return { stage: 'tag', snapshot: undefined };
  const since = markedSince(volume, past, now);
  const current = snapshots.filter(({ startedAt }) => startedAt !== null && startedAt >= since);
  const snapshot = current.find(({ state }) => state === 'completed');
  if (snapshot === undefined) return { stage: current.some(({ state }) => state === 'pending') ? 'copying' : 'snapshot', snapshot };
  return { stage: now - since >= rules.delete_after_days * DAY_MS ? 'delete' : 'wait', snapshot };
};
