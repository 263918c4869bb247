import type { DecideInput } from '@ml/engine-kernel/engine';
import { priceListOf, type PriceList } from '@ml/engine-kernel/price-list';
import { epochMs } from '@ml/units/brand';
import type { ShadowAsk, Suppression } from './ask';
import type { ShadowItTrackerSettings } from './config';
import { comparable } from './doubts';
import { firstSeenIn, thereSince, type FirstSeen } from './first-seen';
import { membershipIn, type Membership } from './membership';
import { regionOf } from './region';
import type { Disk, Machine, Resource } from './resource';
import type { ShadowItTrackerState } from './state';

export type Input = DecideInput<ShadowItTrackerState, ShadowItTrackerSettings>;

/** All that is known while resources are judged. */
export interface Situation {
  readonly input: Input;
  readonly ask: ShadowAsk;
  readonly minAgeDays: number;
  readonly membership: Membership;
  readonly prices: PriceList | undefined;
  /** By id; null when nobody can tell which machines are in a cluster. */
  readonly machines: ReadonlyMap<string, Machine> | null;
  readonly disks: ReadonlyMap<string, Disk>;
  readonly excluded: ReadonlySet<string>;
  readonly suppressions: ReadonlyMap<string, Suppression>;
  readonly firstSeen: FirstSeen;
  readonly sinceOf: (resource: Resource) => number;
}

export const situationOf = (input: Input, ask: ShadowAsk): Situation => {
  const { request, state, facts, memory, config, now } = input;
  const firstSeen = firstSeenIn(memory);
  const seenAt = epochMs(Math.min(state.instances_observed_at ?? state.observed_at ?? now, now));
  return {
    input,
    ask,
    minAgeDays: ask.requirements.min_age_days ?? config.min_age_days,
    membership: membershipIn(state, request.cluster_id),
    prices: priceListOf(facts, regionOf(request, state)),
    machines: comparable(input) ? byId(state.instances ?? []) : null,
    disks: byId(state.volumes ?? []),
    excluded: new Set(ask.constraints.excluded),
    suppressions: suppressionsById(ask.requirements.suppressions),
    firstSeen,
    sinceOf: (resource) => thereSince(resource, { before: firstSeen, seenAt }),
  };
};

/** Gone, or going. */
const GONE: readonly (string | null)[] = ['terminated', 'shutting-down', 'deleting', 'deleted'];

export const isThere = ({ status }: Resource): boolean => !GONE.includes(status);

const byId = <R extends Resource>(list: readonly R[]): ReadonlyMap<string, R> => new Map(list.filter(isThere).map((one) => [one.id, one]));

/** Of two for one resource the one that lasts longer; without an end it lasts forever. */
const suppressionsById = (given: readonly Suppression[]): ReadonlyMap<string, Suppression> => {
  const found = new Map<string, Suppression>();
  for (const one of given) {
    const before = found.get(one.resource_id);
    if (before === undefined || endOf(one) > endOf(before)) found.set(one.resource_id, one);
  }
  return found;
};

const endOf = ({ until }: Suppression): number => until ?? Number.POSITIVE_INFINITY;

export const suppressionOf = ({ id, alias }: Resource, { suppressions }: Situation): Suppression | undefined => suppressions.get(id) ?? suppressions.get(alias ?? '');

export const isInForce = (suppression: Suppression, { input }: Situation): boolean => input.now < endOf(suppression);
