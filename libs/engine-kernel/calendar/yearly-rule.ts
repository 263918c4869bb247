import { DAY_MS } from '@ml/units/time';
import { fault, shown } from '@ml/state/read';
import { calendarDay, dayFrom, yearOf } from './calendar-day';
import { WEEK_DAYS, weekdayOf } from './wall-clock';

/** What repeats every year, or every few. */
export interface YearlyRule {
  readonly interval: number;
  readonly count: number | null;
  /** The last day on which it may begin. */
  readonly until: number | null;
  /** The days of a year on which it begins, in order. */
  readonly daysIn: (year: number) => readonly number[];
}

const KNOWN = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'WKST'] as const;
const ICAL_DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const NTH_DAY = /^([+-]?\d)([A-Z]{2})$/;
const DAY_LENGTH = 8;
const MONTHS = 12;

/** An RRULE of iCalendar with FREQ=YEARLY, for an event that first begins on `first`. */
export const yearlyRule = (text: string, first: number): YearlyRule => {
  const parts = new Map(text.toUpperCase().split(';').map((part) => partOf(part, text)));
  if (parts.get('FREQ') !== 'YEARLY') throw refused(text);
  const until = parts.get('UNTIL');
  const lastDay = until === undefined ? null : dayFrom(until.slice(0, DAY_LENGTH));
  if (lastDay === undefined) throw refused(text);
  return { interval: wholeOf(parts, 'INTERVAL', text) ?? 1, count: wholeOf(parts, 'COUNT', text), until: lastDay, daysIn: daysRule(parts, first, text) };
};

const refused = (text: string): Error => fault('BAD_WINDOW', `${shown(text)} is not a yearly rule that is known here`);

const partOf = (part: string, text: string): readonly [string, string] => {
  const [key = '', value = '', ...more] = part.split('=');
  if (!KNOWN.some((known) => known === key) || value === '' || more.length > 0) throw refused(text);
  return [key, value];
};

const wholeOf = (parts: ReadonlyMap<string, string>, key: string, text: string): number | null => {
  const value = parts.get(key);
  if (value === undefined) return null;
  if (!/^[1-9]\d{0,3}$/.test(value)) throw refused(text);
  return Number(value);
};

const numbersOf = (value: string, [least, most]: readonly [number, number], text: string): readonly number[] =>
  value.split(',').map((item) => {
    if (!/^\d{1,2}$/.test(item) || Number(item) < least || Number(item) > most) throw refused(text);
    return Number(item);
  });

const LONGEST_MONTH = 31;

const daysRule = (parts: ReadonlyMap<string, string>, first: number, text: string): YearlyRule['daysIn'] => {
  const began = new Date(first * DAY_MS);
  const byMonth = parts.get('BYMONTH');
  const months = byMonth === undefined ? [began.getUTCMonth() + 1] : numbersOf(byMonth, [1, MONTHS], text);
  const byDay = parts.get('BYDAY');
  const byMonthDay = parts.get('BYMONTHDAY');
  // Without a month the days of the week would count within the year; both together would select.
  if (byDay !== undefined && (byMonth === undefined || byMonthDay !== undefined)) throw refused(text);
  if (byDay !== undefined) {
    const nths = byDay.split(',').map((item) => nthOf(item, text));
    return (year) => inOrder(months.flatMap((month) => nths.map((nth) => nthDay(year, month, nth))));
  }
  const days = byMonthDay === undefined ? [began.getUTCDate()] : numbersOf(byMonthDay, [1, LONGEST_MONTH], text);
  return (year) => inOrder(months.flatMap((month) => days.map((day) => calendarDay(year, month, day))));
};

const inOrder = (days: readonly (number | undefined)[]): readonly number[] => [...new Set(days.filter((day) => day !== undefined))].sort((one, other) => one - other);

interface NthDay {
  /** From the end when negative. */
  readonly nth: number;
  readonly weekday: number;
}

const MOST_OF_A_MONTH = 5;

const nthOf = (item: string, text: string): NthDay => {
  const [, nth = '', name = ''] = NTH_DAY.exec(item) ?? [];
  const weekday = ICAL_DAYS.findIndex((day) => day === name);
  if (weekday < 0 || Number(nth) === 0 || Math.abs(Number(nth)) > MOST_OF_A_MONTH) throw refused(text);
  return { nth: Number(nth), weekday };
};

const nthDay = (year: number, month: number, { nth, weekday }: NthDay): number | undefined => {
  const first = calendarDay(year, month, 1);
  const next = month === MONTHS ? calendarDay(year + 1, 1, 1) : calendarDay(year, month + 1, 1);
  if (first === undefined || next === undefined) return undefined;
  const last = next - 1;
  const day = nth > 0 ? first + ((weekday - weekdayOf(first) + WEEK_DAYS) % WEEK_DAYS) + (nth - 1) * WEEK_DAYS : last - ((weekdayOf(last) - weekday + WEEK_DAYS) % WEEK_DAYS) + (nth + 1) * WEEK_DAYS;
  return day >= first && day <= last ? day : undefined;
};

/** Years further than this from the first are not looked at. */
const MOST_YEARS = 400;

/** The days of `year` on which an event that first begins on `first` begins. The first occurrence counts even where the rule does not name it. */
export const beginningsIn = ({ interval, count, until, daysIn }: YearlyRule, first: number, year: number): readonly number[] => {
  const start = yearOf(first);
  if (year < start || year - start > MOST_YEARS) return [];
  const allowed = (day: number): boolean => day > first && (until === null || day <= until);
  const due = (one: number): readonly number[] => ((one - start) % interval === 0 ? daysIn(one).filter(allowed) : []);
  const found = [...(year === start ? [first] : []), ...due(year)];
  if (count === null) return found;
  let before = year === start ? 0 : 1;
  for (let earlier = start; earlier < year; earlier += 1) before += due(earlier).length;
  return found.slice(0, Math.max(0, count - before));
};
