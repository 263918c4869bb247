/** Judges minute by minute by what the clock of a place shows, as a person would. Shares nothing with the code that it checks. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const DAY_MINUTES = 1_440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Day = (typeof WEEK)[number];

/** Open on these days from one time to the other; into the next day when it ends before it starts. */
export interface Hours {
  readonly days: readonly Day[];
  readonly start: string;
  readonly end: string;
}

/** Minutes from 1970-01-01 00:00 to what the clock and the calendar on the wall show. */
export type Clock = (at: number) => number;

export const clockOf = (timeZone: string): Clock => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' });
  return (at) => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (format.format(at).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute) / MINUTE;
  };
};

/**
 * What the clock shows in each minute of a range. It is asked once an hour and, in every hour at whose end it does not show an hour more, every minute: nowhere are clocks
 * changed and changed back within an hour.
 */
export const shownIn = (clock: Clock, from: number, until: number): readonly number[] => {
  const shown: number[] = [];
  let first = clock(from);
  for (let hour = from; hour < until; hour += HOUR) {
    const next = clock(hour + HOUR);
    const steady = next === first + HOUR / MINUTE;
    for (let at = hour; at < Math.min(until, hour + HOUR); at += MINUTE) shown.push(steady ? first + (at - hour) / MINUTE : clock(at));
    first = next;
  }
  return shown;
};

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export type OpenedBy = 'today' | 'yesterday' | null;

/** For every minute of the week whether one of the windows is open, and the one of which day opened it. */
const weekOf = (hours: readonly Hours[]): readonly OpenedBy[] => {
  const week = Array.from({ length: WEEK_MINUTES }, (): OpenedBy => null);
  const open = (day: number, [from, until]: readonly [number, number], by: OpenedBy): void => {
    for (let minute = from; minute < until; minute += 1) week[((day % WEEK.length) * DAY_MINUTES) + minute] ??= by;
  };
  const each = hours.flatMap(({ days, start, end }) => days.map((day) => ({ day: WEEK.indexOf(day), start: minuteOf(start), end: minuteOf(end) })));
  for (const { day, start, end } of each) open(day, [start, end > start ? end : DAY_MINUTES], 'today');
  for (const { day, start, end } of each) if (end <= start) open(day + 1, [0, end], 'yesterday');
  return week;
};

/** Answers for what the clock shows. */
export const openerOf = (hours: readonly Hours[]): ((shown: number) => OpenedBy) => {
  const week = weekOf(hours);
  // 1970-01-01 was a Thursday.
  return (shown) => week[(((shown + 3 * DAY_MINUTES) % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES] ?? null;
};

/** `2026-10-25`, of what the clock shows. */
export const dateOf = (shown: number): string => new Date(shown * MINUTE).toISOString().slice(0, 10);

export interface ZoneRules {
  /** One of the zones that share them. */
  readonly zone: string;
  readonly zones: number;
  /** The first minute with the new offset, of each change of the clocks. */
  readonly changes: readonly number[];
}

/** Minutes that the clock is ahead of UTC. */
export const offsetOf = (clock: Clock, at: number): number => clock(at) - Math.floor(at / MINUTE);

/** Nowhere are clocks changed and changed back within three days. */
const PROBE = 3 * DAY;

/** The zones of the database by what their clocks do between two years; those that never change are left out. */
export const distinctZones = (from: number, until: number): readonly ZoneRules[] => {
  const byRules = new Map<string, ZoneRules>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const clock = clockOf(zone);
    const changes: number[] = [];
    const offsets = [offsetOf(clock, from)];
    for (let at = from; at < until; at += PROBE) {
      const offset = offsetOf(clock, at + PROBE);
      if (offset === offsets.at(-1)) continue;
      changes.push(firstMinute(clock, at, offsets.at(-1) ?? 0));
      offsets.push(offset);
    }
    const key = JSON.stringify([offsets, changes]);
    if (changes.length > 0) byRules.set(key, { zone: byRules.get(key)?.zone ?? zone, zones: (byRules.get(key)?.zones ?? 0) + 1, changes });
  }
  return [...byRules.values()];
};

const firstMinute = (clock: Clock, from: number, before: number): number => {
  let [low, high] = [0, PROBE / MINUTE];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (offsetOf(clock, from + middle * MINUTE) === before) low = middle;
    else high = middle;
  }
  return from + high * MINUTE;
};
