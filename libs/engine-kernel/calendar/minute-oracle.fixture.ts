/** Judges minute by minute by asking for the local time each time, as a person with a clock would. Shares nothing with the code that it checks. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Day = (typeof WEEK)[number];

/** Open on these days from one time to the other; into the next day when it ends before it starts. */
export interface Hours {
  readonly days: readonly Day[];
  readonly start: string;
  readonly end: string;
}

export type Clock = (at: number) => string;

/** `Sun 02:15`, as the clock on the wall shows it. */
export const clockOf = (timeZone: string): Clock => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (at) => format.format(at);
};

/** `2026-10-25`, as the calendar on the wall shows it. */
export const calendarOf = (timeZone: string): Clock => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => format.format(at);
};

const dayBefore = (day: string): string => WEEK[(WEEK.indexOf(day as Day) + WEEK.length - 1) % WEEK.length] ?? '';

/** Whether one of the windows is open, and the one of which day opened it. */
export const openedBy = (hours: readonly Hours[], shown: string): 'today' | 'yesterday' | null => {
  const [day = '', time = ''] = [shown.slice(0, 3), shown.slice(4)];
  const overnight = ({ start, end }: Hours): boolean => end <= start;
  if (hours.some((window) => window.days.includes(day as Day) && time >= window.start && (overnight(window) || time < window.end))) return 'today';
  return hours.some((window) => overnight(window) && window.days.includes(dayBefore(day) as Day) && time < window.end) ? 'yesterday' : null;
};

export interface ZoneRules {
  /** One of the zones that share them. */
  readonly zone: string;
  readonly zones: number;
  /** The first minute with the new offset, of each change of the clocks. */
  readonly changes: readonly number[];
}

export const offsetOf = (shown: string, at: number): number => {
  const local = WEEK.indexOf(shown.slice(0, 3) as Day) * 1_440 + Number(shown.slice(4, 6)) * 60 + Number(shown.slice(7));
  // 1970-01-05 was a Monday.
  const utc = Math.floor(at / MINUTE) - 4 * 1_440;
  return (((local - utc) % 10_080) + 10_080) % 10_080;
};

/** The zones of the database by what their clocks do between two years; those that never change are left out. */
export const distinctZones = (from: number, until: number): readonly ZoneRules[] => {
  const byRules = new Map<string, ZoneRules>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const clock = clockOf(zone);
    const changes: number[] = [];
    const offsets = [offsetOf(clock(from), from)];
    for (let at = from; at < until; at += DAY) {
      const offset = offsetOf(clock(at + DAY), at + DAY);
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
  let [low, high] = [0, DAY / MINUTE];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const at = from + middle * MINUTE;
    if (offsetOf(clock(at), at) === before) low = middle;
    else high = middle;
  }
  return from + high * MINUTE;
};
