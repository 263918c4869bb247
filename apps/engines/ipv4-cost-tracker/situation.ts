import type { Held, Precondition, Reason, Risk, Target } from '@ml/contracts/decision';
import type { ServiceRates } from '@ml/contracts/pricing';
import type { DecideInput } from '@ml/engine-kernel/engine';
import type { StepDraft } from '@ml/engine-kernel/plan';
import type { Ipv4CostTrackerSettings } from './config';
import { nameOf, type PublicAddress } from './public-address';
import type { Ipv4CostTrackerState } from './state';

export type Ipv4Input = DecideInput<Ipv4CostTrackerState, Ipv4CostTrackerSettings>;

/** What every rule looks at. */
export interface Situation {
  readonly input: Ipv4Input;
  readonly inventory: readonly PublicAddress[];
  /** By name of the owner. */
  readonly byOwner: ReadonlyMap<string, readonly PublicAddress[]>;
  readonly rates: ServiceRates | null;
  /** The same for what stands in this zone: null where the list is of another region. */
  readonly ratesIn: (zone: string | null) => ServiceRates | null;
  readonly excluded: ReadonlySet<string>;
  readonly zoneOfSubnet: ReadonlyMap<string, string>;
}

/** One thing to do. */
export interface Remedy {
  readonly action: string;
  readonly target: Target;
  /** USD a month, before rounding. */
  readonly saving: number;
  readonly risk: Risk;
  readonly reasons: readonly Reason[];
  /** What it frees; no address is in two remedies. */
  readonly addresses: readonly PublicAddress[];
  readonly remedy: string;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly steps: readonly StepDraft[];
  readonly preconditions: readonly Precondition[];
}

export interface Findings {
  readonly remedies: readonly Remedy[];
  readonly held: readonly Held[];
}

export const addressTarget = (address: PublicAddress): Target => ({ kind: 'Address', name: nameOf(address) });

export const heldOn = (target: Target, code: string, text: string): Held => ({ target, code, text });

/** The first "hands off" of what a remedy would touch. */
export const firstOptOut = (optOuts: readonly (string | null)[]): string | null => optOuts.find((optOut) => optOut !== null) ?? null;

/** Why nobody may touch it: because the caller or the object itself says so. */
export const handsOff = (names: readonly (string | null)[], optOut: string | null, excluded: ReadonlySet<string>): Reason | null => {
  const name = names.find((candidate) => candidate !== null && excluded.has(candidate));
  if (name !== undefined) return { code: 'EXCLUDED', text: `${name ?? ''} is in constraints.excluded` };
  return optOut === null ? null : { code: 'OPTED_OUT', text: `${optOut} says to leave it alone` };
};

/** A candidate of which any price is unknown is held: none is guessed. */
export const unpriced = (rates: ServiceRates | null, prices: (rates: ServiceRates) => readonly (number | null)[], what: string): Reason | null =>
  rates !== null && prices(rates).every((price) => price !== null) ? null : { code: 'PRICE_UNKNOWN', text: `nobody knows the price of ${what} in this region` };
