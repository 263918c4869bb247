import type { Period, WeeklyPeriod } from './period';
import { minutesInto, firstDayOf } from './week-span';
import { DAY_MINUTES, wallClock } from './wall-clock';

/** Whether a local day, in days since 1970-01-01, is one on which no window opens. */
export type IsHoliday = (day: number) => boolean;

const NO_HOLIDAYS: IsHoliday = () => false;

/**
 * Whether any of the periods holds at an instant. On a holiday no weekly window holds, all day: neither one that starts on it, with what it would hold of the next morning,
 * nor what is left of one that began the evening before. A window longer than a day loses the holiday only.
 */
export const covers = (periods: readonly Period[], at: number, isHoliday: IsHoliday = NO_HOLIDAYS): boolean =>
  periods.some((period) => (period.kind === 'once' ? period.from <= at && at < period.until : coversWeekly(period, at, isHoliday)));

const coversWeekly = ({ zone, spans }: WeeklyPeriod, at: number, isHoliday: IsHoliday): boolean => {
  const clock = wallClock(zone, at);
  if (isHoliday(clock.day)) return false;
  return spans.some((span) => {
    const since = minutesInto(span, clock);
    return since !== undefined && (span.minutes > DAY_MINUTES || !isHoliday(firstDayOf(clock, since)));
  });
};
