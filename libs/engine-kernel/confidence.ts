import type { EpochMs } from '@ml/units/brand';
import { roundTo } from '@ml/units/money';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@ml/units/time';
import { isAhead } from './state-age';

/** Ours: a fact is worth all until `freshMs`, and falls to `floor` at `staleMs`. */
export interface Ageing {
  readonly freshMs: number;
  readonly staleMs: number;
  readonly floor: number;
}

export const PRICES_AGEING: Ageing = { freshMs: 2 * HOUR_MS, staleMs: 7 * DAY_MS, floor: 0.4 };
/** On-demand prices change a few times a year. */
export const ON_DEMAND_AGEING: Ageing = { freshMs: 90 * DAY_MS, staleMs: 730 * DAY_MS, floor: 0.7 };
/** The Spot Advisor looks back over a month. */
export const ADVISOR_AGEING: Ageing = { freshMs: 30 * DAY_MS, staleMs: 120 * DAY_MS, floor: 0.5 };
/** Nodes and pods come and go within minutes. */
export const STATE_AGEING: Ageing = { freshMs: 15 * MINUTE_MS, staleMs: DAY_MS, floor: 0.6 };

/** What each missing field costs, and what all of them can cost together. */
const MISSING_FACTOR = 0.93;
const MISSING_FLOOR = 0.6;

/** Share of its worth that a fact of this age still has, from `floor` to 1; an unreadable age counts as stale. */
export const worth = ({ freshMs, staleMs, floor }: Ageing, ageMs: number): number => {
  if (Number.isNaN(ageMs)) return floor;
  const share = Math.min(1, Math.max(0, (ageMs - freshMs) / (staleMs - freshMs)));
  return 1 - (1 - floor) * share;
};

/** As `worth`, of a fact with an RFC 3339 date; one without is as good as stale. */
export const worthAsOf = (ageing: Ageing, asOf: string | null, now: EpochMs): number => (asOf === null ? ageing.floor : worth(ageing, now - Date.parse(asOf)));

/** A state that does not say when it was observed is taken as new; one from the future is of another time, and worth as little as a stale one. */
export const worthOfState = (observedAt: EpochMs | null, now: EpochMs): number => {
  if (observedAt === null) return 1;
  return isAhead(observedAt, now) ? STATE_AGEING.floor : worth(STATE_AGEING, now - observedAt);
};

/** From 1 with nothing missing down to 0.6. */
export const completeness = (missing: readonly string[]): number => Math.max(MISSING_FLOOR, MISSING_FACTOR ** missing.length);

/** The product of what a decision rests on, each a share from 0 to 1, as it stands in the answer. */
export const confidenceFrom = (...shares: readonly number[]): number =>
  roundTo(
    shares.reduce((product, share) => product * Math.min(1, Math.max(0, share)), 1),
    2,
  );
