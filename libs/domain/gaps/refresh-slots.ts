import type { ScheduleType, Weekday } from '@ml/contracts/refresh';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@ml/units/time';

/** When a schedule fires: every day, or every week on one day, at a minute of the UTC day. */
export interface RefreshTimes {
  readonly schedule_type: ScheduleType;
  /** HH:MM, UTC. */
  readonly time: string;
  /** Counts for a weekly one only. */
  readonly weekday: Weekday;
}

const WEEK_MS = 7 * DAY_MS;

/** Days since a Thursday: the epoch began on one. */
const DAYS_AFTER_THURSDAY: Readonly<Record<Weekday, number>> = { thu: 0, fri: 1, sat: 2, sun: 3, mon: 4, tue: 5, wed: 6 };

const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** 00:00 to 23:59, two digits each. */
export const isTimeOfDay = (text: string): boolean => TIME_OF_DAY.test(text);

/** The newest slot that is not after `now`. UTC knows no summer time: slots are exactly one day, or one week, apart. */
export const latestSlot = (times: RefreshTimes, now: Date): Date => {
  const step = stepOf(times);
  const phase = phaseOf(times);
  return new Date(Math.floor((now.getTime() - phase) / step) * step + phase);
};

/** The first slot after `now`. */
export const nextSlot = (times: RefreshTimes, now: Date): Date => new Date(latestSlot(times, now).getTime() + stepOf(times));

const stepOf = ({ schedule_type }: RefreshTimes): number => (schedule_type === 'weekly' ? WEEK_MS : DAY_MS);

/** Milliseconds of the first slot after the epoch. */
const phaseOf = ({ schedule_type, time, weekday }: RefreshTimes): number => {
  const minutes = Number(time.slice(0, 2)) * HOUR_MS + Number(time.slice(3)) * MINUTE_MS;
  return schedule_type === 'weekly' ? minutes + DAYS_AFTER_THURSDAY[weekday] * DAY_MS : minutes;
};
