import type { Memory } from '@ml/contracts/decision';
import { recalled, remembered } from '@ml/engine-kernel/memory';
import { object, required } from '@ml/state/shapes';
import { choice, decimal, time, whole } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';
import { DAY_MS, MINUTE_MS } from '@ml/units/time';
import { LEVER_KINDS, type LeverKind } from './lever';

/** What a unit was before it was put to sleep. */
export interface Before {
  readonly lever: LeverKind;
  readonly original: number;
  readonly to: number;
  readonly since: EpochMs;
  /** What it cost awake, above what it costs asleep. */
  readonly usdPerHour: number;
}

const KIND = 'replicas';
const COUNT = { min: 0, max: 2 ** 31 - 1 } as const;

const read = object({
  lever: required(choice(LEVER_KINDS)),
  original: required(whole(COUNT)),
  to: required(whole(COUNT)),
  since: required(time),
  usd_per_hour: required(decimal({ min: 0, max: 1e9 })),
});

/** By key of the unit. */
export const beforeOf = (memory: readonly Memory[]): ReadonlyMap<string, Before> =>
  new Map([...recalled(memory, KIND, read)].map(([key, { usd_per_hour: usdPerHour, ...value }]) => [key, { ...value, usdPerHour }]));

export interface Keeping {
  readonly now: number;
  readonly days: number;
}

/** Writes what is remembered; thousands share their two times, which are put into words once. */
export const rememberer = ({ now, days }: Keeping): ((key: string, before: Before) => Memory) => {
  const expires_at = new Date(now + days * DAY_MS).toISOString();
  const texts = new Map<number, string>();
  const textOf = (at: number): string => {
    const text = texts.get(at) ?? new Date(at).toISOString();
    texts.set(at, text);
    return text;
  };
  return (key, { lever, original, to, since, usdPerHour }) => ({ key: `${KIND}:${key}`, value: { lever, original, to, since: textOf(since), usd_per_hour: usdPerHour }, expires_at });
};

/** What is remembered is only ever overwritten: this is read as nothing. */
export const forget = (key: string, now: number): Memory => remembered({ kind: KIND, name: key, value: null, forgetAt: now + MINUTE_MS });
