import type { LearnedPatterns } from '@ml/contracts/learning';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { hotCells } from './hot-cells';
import { peakText } from './peak-text';
import type { Steps } from './steps';
import type { TypeEvent } from './type-events';

const HOURS = 24;
const WEEK_DAYS = 7;
/** The first of January 1970 was a Thursday. */
const MONDAY_SHIFT = 3;

export interface Observed {
  /** Days since the epoch, both included. */
  readonly first: number;
  readonly last: number;
}

export const dayOf = (at: number): number => Math.floor(at / DAY_MS);
/** 0 = Monday. */
export const weekdayOf = (day: number): number => (day + MONDAY_SHIFT) % WEEK_DAYS;
export const hourOf = (at: number): number => Math.floor(at / HOUR_MS) % HOURS;

const weekOf = (day: number): number => Math.floor((day + MONDAY_SHIFT) / WEEK_DAYS);

/** How often each weekday was observed. */
const weekdays = ({ first, last }: Observed): readonly number[] => {
  const days = last - first + 1;
  const [weeks, rest] = [Math.floor(days / WEEK_DAYS), days % WEEK_DAYS];
  return Array.from({ length: WEEK_DAYS }, (_, weekday) => weeks + ((weekday - weekdayOf(first) + WEEK_DAYS) % WEEK_DAYS < rest ? 1 : 0));
};

/** Hours and days of the week (UTC) in which a type is interrupted more often than in the others. */
export function* temporalPatterns(events: readonly TypeEvent[], observed: Observed): Steps<LearnedPatterns['temporal_patterns']> {
  const days = observed.last - observed.first + 1;
  const byHour = events.map(({ at, customers }) => ({ cell: hourOf(at), slot: dayOf(at), customers }));
  const hours = hotCells(byHour, Array.from({ length: HOURS }, () => days));
  yield;
  const byDay = events.map(({ at, customers }) => ({ cell: weekdayOf(dayOf(at)), slot: weekOf(dayOf(at)), customers }));
  const high_risk_days = hotCells(byDay, weekdays(observed)).map(({ cell }) => cell);
  const peak_interruption_time = peakText(
    hours.map(({ cell, events: count }) => ({ hour: cell, events: count })),
    high_risk_days,
  );
  return { high_risk_hours: hours.map(({ cell }) => cell), high_risk_days, peak_interruption_time };
}
