import { DAY_MS, HOUR_MS, SECOND_MS } from '@ml/units/time';

/** A change of a zone's offset to UTC. */
export interface Transition {
  /** Epoch milliseconds: the first instant with the new offset. */
  readonly at: number;
  /** Milliseconds that the local clock is ahead of UTC. */
  readonly before: number;
  readonly after: number;
}

/** What one IANA zone does. Offsets are right from 1970 to 2199; beyond, those of the nearest of these years hold. */
export interface TimeZone {
  /** In lower case, so that it does not depend on who asked for the zone first. */
  readonly name: string;
  /** Milliseconds that the local clock is ahead of UTC at an instant. */
  readonly offsetAt: (at: number) => number;
  /** After `from`, before `until`, in order. */
  readonly transitions: (from: number, until: number) => readonly Transition[];
}

/** Names of the database, not fixed offsets such as `+05:30`, which say nothing of a zone's rules. */
const NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** The rules of a zone never change while the process runs: they are looked up once. Only zones that exist are kept, so the list stays short. */
const ZONES = new Map<string, TimeZone>();

/** null when there is no such zone. Names are taken in any case. */
export const timeZone = (name: string): TimeZone | null => {
  const key = name.toLowerCase();
  const known = ZONES.get(key);
  if (known !== undefined) return known;
  const format = NAME.test(name) ? formatOf(name) : null;
  if (format === null) return null;
  const zone = zoneBy(key, format);
  ZONES.set(key, zone);
  return zone;
};

const formatOf = (timeZoneName: string): Intl.DateTimeFormat | null => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: timeZoneName, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;
const START = Date.UTC(FIRST_YEAR, 0);
const END = Date.UTC(LAST_YEAR + 1, 0);

/** No zone has changed its clocks twice within half a day. */
const PROBE_MS = 12 * HOUR_MS;

interface YearOfZone {
  readonly offset: number;
  readonly transitions: readonly Transition[];
}

/** Asking for the local time is dear, so the changes of a year are found by bisection, once, and the rest is arithmetic. */
const zoneBy = (name: string, format: Intl.DateTimeFormat): TimeZone => {
  const years = new Map<number, YearOfZone>();
  const yearOf = (year: number): YearOfZone => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const made = surveyed(format, year);
    years.set(year, made);
    return made;
  };
  // Instants are mostly asked for in their order: the stretch of the last one is at hand.
  let near: Stretch = { from: 0, until: 0, offset: 0 };
  const offsetAt = (at: number): number => {
    if (at < near.from || at >= near.until) near = stretchAround(at, yearOf);
    return near.offset;
  };
  return {
    name,
    offsetAt,
    transitions: (from, until) => {
      const first = new Date(Math.min(END - 1, Math.max(START, from))).getUTCFullYear();
      const last = new Date(Math.min(END - 1, Math.max(START, until))).getUTCFullYear();
      const found: Transition[] = [];
      for (let year = first; year <= last; year += 1) found.push(...yearOf(year).transitions.filter(({ at }) => at > from && at < until));
      return found;
    },
  };
};

/** A part of a year with one offset. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

const stretchAround = (at: number, yearOf: (year: number) => YearOfZone): Stretch => {
  const inside = Math.min(END - 1, Math.max(START, at));
  const year = new Date(inside).getUTCFullYear();
  const { offset, transitions } = yearOf(year);
  const next = transitions.find((transition) => transition.at > inside)?.at ?? Date.UTC(year + 1, 0);
  const last = transitions.findLast((transition) => transition.at <= inside);
  // Beyond the years that are known nothing is at hand.
  return { from: last?.at ?? Date.UTC(year, 0), until: next, offset: last?.after ?? offset };
};

const surveyed = (format: Intl.DateTimeFormat, year: number): YearOfZone => {
  // From the last second of the year before, so that a change at midnight of New Year is seen.
  const start = Date.UTC(year, 0) - SECOND_MS;
  const end = Date.UTC(year + 1, 0) - SECOND_MS;
  const offset = askedOffset(format, start);
  const transitions: Transition[] = [];
  let before = offset;
  for (let at = start; at < end; at += PROBE_MS) {
    const until = Math.min(end, at + PROBE_MS);
    const after = askedOffset(format, until);
    if (after !== before) transitions.push({ at: changeWithin(format, { from: at, until, before }), before, after });
    before = after;
  }
  return { offset, transitions };
};

interface Bracket {
  readonly from: number;
  readonly until: number;
  readonly before: number;
}

/** To the second. */
const changeWithin = (format: Intl.DateTimeFormat, { from, until, before }: Bracket): number => {
  let [low, high] = [from, until];
  while (high - low > SECOND_MS) {
    const middle = low + Math.floor((high - low) / (2 * SECOND_MS)) * SECOND_MS;
    if (askedOffset(format, middle) === before) low = middle;
    else high = middle;
  }
  return high;
};

const DIGITS = /\d+/g;

/** The local clock read as if it were UTC, less the instant. `at` is a full second. */
const askedOffset = (format: Intl.DateTimeFormat, at: number): number => {
  const [month = 1, day = 1, year = FIRST_YEAR, hour = 0, minute = 0, second = 0] = (format.format(at).match(DIGITS) ?? []).map(Number);
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - at;
  // Nowhere are clocks further from UTC than a day.
  return Math.abs(offset) <= DAY_MS ? offset : 0;
};
