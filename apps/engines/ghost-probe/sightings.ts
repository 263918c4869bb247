import type { Memory } from '@ml/contracts/decision';
import { recalled, remembered } from '@ml/engine-kernel/memory';
import { object, optional, required } from '@ml/state/shapes';
import { time, whole } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';
import { DAY_MS, MINUTE_MS } from '@ml/units/time';
import type { GhostProbeConfig } from './config';

const KIND = 'sighting';

/** How often a machine was seen outside every cluster, and since when. */
export interface Sightings {
  readonly firstSeen: EpochMs;
  /** The last that counted. */
  readonly lastCounted: EpochMs;
  readonly count: number;
}

/** `first_seen: null` overwrites what was remembered of a machine that has joined a cluster since. */
const remembrance = object({ first_seen: optional(time), last_counted: optional(time), count: required(whole({ min: 0, max: 1e6 })) });

/** By instance id. */
export const sightingsBefore = (memory: readonly Memory[]): ReadonlyMap<string, Sightings> => {
  const known = new Map<string, Sightings>();
  for (const [id, { first_seen: firstSeen, last_counted: lastCounted, count }] of recalled(memory, KIND, remembrance)) {
    if (firstSeen !== null && lastCounted !== null) known.set(id, { firstSeen, lastCounted, count });
  }
  return known;
};

/** This sighting added; one too close to the last that counted, or from an older list, changes nothing. */
export const sightedAgain = (before: Sightings | undefined, at: EpochMs, config: GhostProbeConfig): Sightings => {
  if (before === undefined) return { firstSeen: at, lastCounted: at, count: 1 };
  return at - before.lastCounted >= config.sighting_gap_minutes * MINUTE_MS ? { firstSeen: before.firstSeen, lastCounted: at, count: before.count + 1 } : before;
};

interface Forgetting {
  readonly now: EpochMs;
  readonly config: GhostProbeConfig;
}

export const rememberSightings = (id: string, { firstSeen, lastCounted, count }: Sightings, forgetting: Forgetting): Memory =>
  note(id, { first_seen: new Date(firstSeen).toISOString(), last_counted: new Date(lastCounted).toISOString(), count }, forgetting);

/** It is where it belongs: should it leave again, counting starts anew. */
export const forgetSightings = (id: string, forgetting: Forgetting): Memory => note(id, { first_seen: null, last_counted: null, count: 0 }, forgetting);

const note = (name: string, value: unknown, { now, config }: Forgetting): Memory => remembered({ kind: KIND, name, value, forgetAt: now + config.forget_days * DAY_MS });
