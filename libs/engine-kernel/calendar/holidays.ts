import { fault, shown, type Read } from '@ml/state/read';
import { array } from '@ml/state/shapes';
import { dayFrom, yearOf } from './calendar-day';
import type { IsHoliday } from './covers';
import { icalEvents, isCalendarText, type CalendarEvent } from './ical-events';
import { beginningsIn } from './yearly-rule';

const entry: Read<readonly CalendarEvent[]> = (value) => {
  if (typeof value === 'string' && isCalendarText(value)) return icalEvents(value);
  const day = typeof value === 'string' ? dayFrom(value.trim()) : undefined;
  if (day === undefined) throw fault('BAD_WINDOW', `${shown(value)} is neither a day like 2026-12-25 nor a calendar that begins with BEGIN:VCALENDAR`);
  return [{ first: day, length: 1, rule: null, except: new Set() }];
};

const entries = array(entry);

/** Days, as `2026-12-25`, and calendars in iCalendar text: a list of them, or one. */
export const holidays: Read<IsHoliday> = (value) => calendarOf(typeof value === 'string' ? entry(value) : entries(value).flat());

const calendarOf = (events: readonly CalendarEvent[]): IsHoliday => {
  const years = new Map<number, ReadonlySet<number>>();
  const daysOf = (year: number): ReadonlySet<number> => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const made = new Set(events.flatMap((event) => daysIn(event, year)));
    years.set(year, made);
    return made;
  };
  return (day) => daysOf(yearOf(day)).has(day);
};

/** What began the year before may last into this one. */
const daysIn = ({ first, length, rule, except }: CalendarEvent, year: number): readonly number[] => {
  const beginnings = rule === null ? [first] : [...beginningsIn(rule, first, year - 1), ...beginningsIn(rule, first, year)];
  return beginnings.filter((day) => !except.has(day)).flatMap((day) => Array.from({ length }, (_, index) => day + index));
};
