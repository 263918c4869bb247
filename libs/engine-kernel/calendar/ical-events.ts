import { fault, shown } from '@ml/state/read';
import { dayFrom } from './calendar-day';
import { yearlyRule, type YearlyRule } from './yearly-rule';

/** Days that are taken from the first on, once or every year. */
export interface CalendarEvent {
  /** Days since 1970-01-01. */
  readonly first: number;
  /** Days. */
  readonly length: number;
  readonly rule: YearlyRule | null;
  /** Beginnings that fall out. */
  readonly except: ReadonlySet<number>;
}

interface Line {
  readonly name: string;
  readonly value: string;
}

export const isCalendarText = (text: string): boolean => /^\s*BEGIN:VCALENDAR/i.test(text);

/** A year: whatever is longer is not a holiday. */
const LONGEST = 366;

/** The whole-day events of an iCalendar text (RFC 5545). Anything in an event that would change its days and is not understood refuses the text. */
export const icalEvents = (text: string): readonly CalendarEvent[] => {
  const open: string[] = [];
  const events: Line[][] = [];
  for (const line of linesOf(text)) {
    if (line.name === 'BEGIN') {
      open.push(line.value.toUpperCase());
      if (open.at(-1) === EVENT) events.push([]);
    } else if (line.name === 'END') {
      if (open.pop() !== line.value.toUpperCase()) throw fault('BAD_WINDOW', `END:${line.value} ends what was not begun`);
    } else if (open.at(-1) === EVENT) {
      // What stands in an alarm within the event is not about the event.
      events.at(-1)?.push(line);
    }
  }
  if (open.length > 0) throw fault('BAD_WINDOW', `${open.at(-1) ?? ''} is begun and not ended`);
  return events.flatMap(eventOf);
};

const EVENT = 'VEVENT';

const LINE = /^([A-Za-z0-9-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)$/;

/** Long lines go on in the next one, after a blank. */
const linesOf = (text: string): readonly Line[] =>
  text
    // Some programs begin a file with a byte order mark, which counts as a blank here.
    .trim()
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, , value] = LINE.exec(line) ?? [];
      if (name === undefined || value === undefined) throw fault('BAD_WINDOW', `${shown(line)} is not a line of a calendar`);
      return { name: name.toUpperCase(), value: value.trim() };
    });

const eventOf = (lines: readonly Line[]): readonly CalendarEvent[] => {
  const all = (name: string): readonly string[] => lines.filter((line) => line.name === name).map((line) => line.value);
  const unknown = ['RECURRENCE-ID', 'RDATE', 'EXRULE'].find((name) => all(name).length > 0);
  if (unknown !== undefined) throw fault('BAD_WINDOW', `${unknown} is not understood here`);
  const [begins, more] = all('DTSTART');
  if (begins === undefined || more !== undefined) throw fault('BAD_WINDOW', 'an event has not exactly one DTSTART');
  const first = wholeDay(begins);
  const [rule] = all('RRULE');
  const event = {
    first,
    length: lengthOf(first, all('DTEND')[0], all('DURATION')[0]),
    rule: rule === undefined ? null : yearlyRule(rule, first),
    except: new Set(all('EXDATE').flatMap((days) => days.split(',').map(wholeDay))),
  };
  return all('STATUS').some((status) => status.toUpperCase() === 'CANCELLED') ? [] : [event];
};

/** A date, or a midnight, which is how some write one. */
const wholeDay = (value: string): number => {
  const [, date = '', clock = ''] = /^(\d{8})(T000000)?$/.exec(value) ?? [];
  const day = dayFrom(date);
  if (day === undefined) throw fault('BAD_WINDOW', `${shown(value)}${clock} is not a whole day`);
  return day;
};

/** The end is the first day that is free again. */
const lengthOf = (first: number, end: string | undefined, duration: string | undefined): number => {
  const length = end !== undefined ? wholeDay(end) - first : duration === undefined ? 1 : daysOf(duration);
  if (length < 1 || length > LONGEST) throw fault('BAD_WINDOW', `an event lasts ${length} days`);
  return length;
};

const daysOf = (duration: string): number => {
  const [, amount = '', unit] = /^\+?P(\d{1,3})([DW])$/i.exec(duration) ?? [];
  if (amount === '') throw fault('BAD_WINDOW', `${shown(duration)} is not a number of days`);
  return Number(amount) * (unit?.toUpperCase() === 'W' ? 7 : 1);
};
