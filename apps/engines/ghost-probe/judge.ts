import type { Held, Memory } from '@ml/contracts/decision';
import { MINUTE_MS, HOUR_MS } from '@ml/units/time';
import type { EpochMs, UsdPerHour } from '@ml/units/brand';
import { GHOST_TAG, targetOf, type Sorted } from './candidates';
import type { GhostProbeConfig } from './config';
import { forgetSightings, rememberSightings, sightedAgain, type Sightings } from './sightings';
import type { Machine } from './state';

export interface Ghost {
  readonly machine: Machine;
  readonly sightings: Sightings;
}

export interface ConfirmedGhost extends Ghost {
  readonly price: UsdPerHour;
}

export interface Judged {
  /** Missing long and often enough. */
  readonly confirmed: readonly ConfirmedGhost[];
  readonly toTag: readonly Ghost[];
  /** Marked once, and in the cluster now. */
  readonly toUntag: readonly Machine[];
  readonly held: readonly Held[];
  readonly remember: readonly Memory[];
}

export interface Judging {
  readonly sorted: Sorted;
  readonly before: ReadonlyMap<string, Sightings>;
  /** When the lists were taken; null when nobody says. */
  readonly seenAt: EpochMs | null;
  readonly graceHours: number;
  readonly config: GhostProbeConfig;
  readonly now: EpochMs;
  readonly priceOf: (machine: Machine) => UsdPerHour | undefined;
}

export const judge = (judging: Judging): Judged => {
  const { sorted, before, seenAt, config, now } = judging;
  const confirmed: ConfirmedGhost[] = [];
  const toTag: Ghost[] = [];
  const held: Held[] = [];
  const remember: Memory[] = [];
  for (const machine of sorted.outside) {
    const sightings = sightedAgain(ofThisRun(machine, before.get(machine.instanceId)), seenAt ?? now, config);
    remember.push(rememberSightings(machine.instanceId, sightings, { now, config }));
    const doubt = reasonToWait({ machine, sightings }, judging);
    const price = judging.priceOf(machine);
    if (doubt === null && price !== undefined) confirmed.push({ machine, sightings, price });
    else if (doubt !== null && machine.tags[GHOST_TAG] === undefined) toTag.push({ machine, sightings });
    else held.push({ target: targetOf(machine), ...(doubt ?? { code: 'PRICE_UNKNOWN', text: `nobody knows what ${machine.instanceType ?? 'it'} costs here` }) });
  }
  const cameBack = sorted.joined.filter(({ instanceId }) => before.has(instanceId));
  return {
    confirmed,
    toTag,
    toUntag: sorted.toUntag,
    held,
    remember: [...remember, ...cameBack.map(({ instanceId }) => forgetSightings(instanceId, { now, config }))],
  };
};

/** Whoever started it since has missed it: what was seen before counts no more. */
const ofThisRun = ({ launchedAt }: Machine, before: Sightings | undefined): Sightings | undefined =>
  before !== undefined && launchedAt !== null && launchedAt > before.firstSeen ? undefined : before;

const reasonToWait = ({ sightings: { firstSeen, count } }: Ghost, { graceHours, config, seenAt }: Judging): { readonly code: string; readonly text: string } | null => {
  if (seenAt === null) return { code: 'OBSERVED_AT_MISSING', text: 'nobody says when the lists were taken, so nothing can be counted from them' };
  const missed = seenAt - firstSeen;
  const hours = Math.max(0, Math.floor(missed / HOUR_MS));
  if (count >= config.min_sightings && missed >= graceHours * HOUR_MS) return null;
  const gap = Math.round(config.sighting_gap_minutes * MINUTE_MS / HOUR_MS);
  return { code: 'GRACE_PERIOD', text: `missed for ${hours} h and seen ${count} time(s): a ghost after ${graceHours} h and ${config.min_sightings} sightings at least ${gap} h apart` };
};
