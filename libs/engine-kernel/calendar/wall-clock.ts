import { DAY_MS, MINUTE_MS } from '@ml/units/time';
import type { TimeZone } from './time-zone';

export const DAY_MINUTES = 1_440;
export const WEEK_DAYS = 7;
export const WEEK_MINUTES = WEEK_DAYS * DAY_MINUTES;

/** What a clock on the wall shows. */
export interface WallClock {
  /** Days of the local calendar since 1970-01-01. */
  readonly day: number;
  /** 0 = Monday. */
  readonly weekday: number;
  /** Of the day, 0 to 1439. */
  readonly minute: number;
}

export const wallClock = (zone: TimeZone, at: number): WallClock => {
  const local = at + zone.offsetAt(at);
  const day = Math.floor(local / DAY_MS);
  return { day, weekday: weekdayOf(day), minute: Math.floor((local - day * DAY_MS) / MINUTE_MS) };
};

/** 1970-01-01 was a Thursday. */
const THURSDAY = 3;

/** 0 = Monday. */
export const weekdayOf = (day: number): number => (((day + THURSDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS;
