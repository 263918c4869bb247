import { DAY_MINUTES, WEEK_DAYS, WEEK_MINUTES, type WallClock } from './wall-clock';

/** A stretch of every week on the wall clock. It belongs to the day on which it starts, also where it runs past midnight. */
export interface WeekSpan {
  /** Minutes since Monday 00:00, 0 to 10079. */
  readonly from: number;
  /** 1 to 10080. */
  readonly minutes: number;
}

export const WHOLE_WEEK: WeekSpan = { from: 0, minutes: WEEK_MINUTES };

export interface DailyHours {
  /** 0 = Monday. */
  readonly days: readonly number[];
  /** Minutes of the day, 0 to 1439. */
  readonly start: number;
  /** 0 to 1440; not after `start`: on the next day. */
  readonly end: number;
}

/** One span a day, of a day at most. */
export const spansOf = ({ days, start, end }: DailyHours): readonly WeekSpan[] =>
  days.map((day) => ({ from: day * DAY_MINUTES + start, minutes: end > start ? end - start : end + DAY_MINUTES - start }));

/** Minutes since the span began; undefined outside it. */
export const minutesInto = ({ from, minutes }: WeekSpan, { weekday, minute }: WallClock): number | undefined => {
  const since = (weekday * DAY_MINUTES + minute - from + WEEK_MINUTES) % WEEK_MINUTES;
  return since < minutes ? since : undefined;
};

/** The local day on which the span began that now holds, `since` minutes ago. */
export const firstDayOf = ({ day, minute }: WallClock, since: number): number => day - Math.ceil(Math.max(0, since - minute) / DAY_MINUTES);

/** Where spans begin and end, in minutes of the week. */
export const edgesOf = (spans: readonly WeekSpan[]): readonly number[] =>
  [...new Set(spans.flatMap(({ from, minutes }) => [from, (from + minutes) % WEEK_MINUTES]))].sort((one, other) => one - other);

/** Every midnight, for calendars with days of their own. */
export const MIDNIGHTS: readonly number[] = Array.from({ length: WEEK_DAYS }, (_, day) => day * DAY_MINUTES);
