import type { Memory } from '@ml/contracts/decision';
import { recalled, remembered } from '@ml/engine-kernel/memory';
import { object, required } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';
import { HOUR_MS } from '@ml/units/time';
import { LONGEST_WINDOW_HOURS, type Rules } from './ask';
import type { Group } from './groups';

const ANSWERED = 'answered';
const BUMPED = 'bumped';

const note = object({ at: required(time) });

/** What was decided before about these containers. */
export interface History {
  readonly answered: (killId: string) => boolean;
  /** When the container was last given more; null when it was not, or long ago. */
  readonly bumpedAt: (group: Group) => EpochMs | null;
}

export const historyIn = (memory: readonly Memory[]): History => {
  const kills = recalled(memory, ANSWERED, note);
  const bumps = recalled(memory, BUMPED, note);
  return { answered: (id) => kills.has(id), bumpedAt: ({ key }) => bumps.get(key)?.at ?? null };
};

/** A kill is told as long as its pod lives, but counts only within the window: it is known as long as the longest that a request may ask for. */
export const rememberBump = ({ key, kills }: Group, rules: Rules, now: EpochMs): readonly Memory[] => {
  const value = { at: new Date(now).toISOString() };
  return [
    ...kills.map(({ id }) => remembered({ kind: ANSWERED, name: id, value, forgetAt: now + LONGEST_WINDOW_HOURS * HOUR_MS })),
    remembered({ kind: BUMPED, name: key, value, forgetAt: now + rules.cooldown_hours * HOUR_MS }),
  ];
};
