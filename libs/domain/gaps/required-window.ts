import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { dayOf, midnightMs } from './check-days';
import type { Window } from './missing-days';
import { withinReach } from './within-reach';

export interface RequiredAsk {
  /** YYYY-MM-DD. */
  readonly trained_until: string;
  readonly lookbackDays: number;
  /** How far back may be asked for. */
  readonly maxDays: number;
  readonly now: Date;
}

export interface RequiredWindow extends Window {
  /** Days from the model's last one to today, by the calendar; 0 when it was trained until today, or later. */
  readonly gap_days: number;
  /** YYYY-MM-DD: the first day of the window. */
  readonly required_from: string;
  /** Days before it that should be there as well and that no source keeps. */
  readonly out_of_reach_days: number;
}

/** What the next refresh brings by itself is no gap: prices are fetched every hour. */
const FRESH_MS = 2 * HOUR_MS;

/** Which prices should be there: from the model's last day, or from the lookback when that is longer, until just now. */
export const requiredWindow = ({ trained_until, lookbackDays, maxDays, now }: RequiredAsk): RequiredWindow => {
  const today = midnightMs(dayOf(now));
  const trained = midnightMs(trained_until);
  const wanted = Math.min(trained, today - lookbackDays * DAY_MS);
  const first = Math.max(wanted, today - maxDays * DAY_MS);
  return {
    gap_days: Math.max(0, (today - trained) / DAY_MS),
    required_from: dayOf(new Date(first)),
    out_of_reach_days: (first - wanted) / DAY_MS,
    ...withinReach({ from: new Date(first), until: new Date(now.getTime() - FRESH_MS) }, now),
  };
};
