import type { Memory } from '@ml/contracts/decision';
import { recalled, remembered } from '@ml/engine-kernel/memory';
import { object, required } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import { epochMs, type EpochMs } from '@ml/units/brand';
import { DAY_MS } from '@ml/units/time';
import type { ShadowItTrackerConfig } from './config';
import type { Resource } from './resource';

const KIND = 'first_seen';
const remembrance = object({ at: required(time) });

/** Since when a resource is known to be there, by `kind/id`. */
export type FirstSeen = ReadonlyMap<string, EpochMs>;

const keyOf = ({ kind, id }: Resource): string => `${kind}/${id}`;

export const firstSeenIn = (memory: readonly Memory[]): FirstSeen => new Map([...recalled(memory, KIND, remembrance)].map(([key, { at }]) => [key, at]));

interface Sighting {
  readonly before: FirstSeen;
  /** When the lists were taken; now, where nobody says. */
  readonly seenAt: EpochMs;
}

/** The earliest that anybody knows of: made, or first seen by us. A machine that is stopped every night starts every morning, and is not young for that. */
export const thereSince = (resource: Resource, { before, seenAt }: Sighting): EpochMs =>
  epochMs(Math.min(resource.createdAt ?? seenAt, before.get(keyOf(resource)) ?? seenAt, seenAt));

/** Only what the next list will not say again is remembered. */
export const worthRemembering = (resource: Resource, { before, young }: { readonly before: FirstSeen; readonly young: boolean }): boolean =>
  resource.createdAt === null || (resource.kind === 'instance' && (young || before.has(keyOf(resource))));

export const rememberSince = (resource: Resource, since: EpochMs, { now, config }: { readonly now: EpochMs; readonly config: ShadowItTrackerConfig }): Memory =>
  remembered({ kind: KIND, name: keyOf(resource), value: { at: new Date(since).toISOString() }, forgetAt: now + config.forget_days * DAY_MS });
