import type { OncePeriod, Period, WeeklyPeriod } from './period';
import type { TimeZone } from './time-zone';
import { firstDayOf, minutesInto } from './week-span';
import { DAY_MINUTES, wallClock } from './wall-clock';

/** Whether a local day, in days since 1970-01-01, is one on which no window opens. */
export type IsHoliday = (day: number) => boolean;

export interface Holidays {
  readonly is: IsHoliday;
  /** Where it is that day, for periods that have no zone of their own. */
  readonly zone: TimeZone;
}

/**
 * Whether any of the periods holds at an instant. On a holiday none holds, all day: neither a window that starts on it, with what it would hold of the next morning,
 * nor what is left of one that began the evening before. A window longer than a day loses the holiday only.
 */
export const covers = (periods: readonly Period[], at: number, holidays: Holidays | null = null): boolean =>
  periods.some((period) => (period.kind === 'once' ? coversOnce(period, at, holidays) : coversWeekly(period, at, holidays)));

const coversOnce = ({ from, until }: OncePeriod, at: number, holidays: Holidays | null): boolean =>
  from <= at && at < until && !(holidays?.is(wallClock(holidays.zone, at).day) ?? false);

const coversWeekly = ({ zone, spans }: WeeklyPeriod, at: number, holidays: Holidays | null): boolean => {
  const clock = wallClock(zone, at);
  const isHoliday = (day: number): boolean => holidays?.is(day) ?? false;
  if (isHoliday(clock.day)) return false;
  return spans.some((span) => {
    const since = minutesInto(span, clock);
    return since !== undefined && (span.minutes > DAY_MINUTES || !isHoliday(firstDayOf(clock, since)));
  });
};
