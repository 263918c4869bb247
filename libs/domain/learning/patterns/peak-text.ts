const HOURS = 24;
const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export interface HourCount {
  readonly hour: number;
  readonly events: number;
}

interface Run {
  readonly from: number;
  readonly length: number;
  readonly events: number;
}

/** Hours that follow each other, midnight no end. */
const runsOf = (hours: readonly HourCount[]): readonly Run[] => {
  const byHour = new Map(hours.map(({ hour, events }) => [hour, events]));
  const runFrom = (from: number): Run => {
    let [length, events] = [0, 0];
    for (; length < HOURS && byHour.has((from + length) % HOURS); length += 1) events += byHour.get((from + length) % HOURS) ?? 0;
    return { from, length, events };
  };
  const begins = hours.filter(({ hour }) => !byHour.has((hour + HOURS - 1) % HOURS));
  return (begins.length === 0 ? hours.slice(0, 1) : begins).map(({ hour }) => runFrom(hour));
};

const clock = (hour: number): string => `${String(hour % HOURS).padStart(2, '0')}:00`;

/** `14:00-17:00 Tuesday/Wednesday`: of the hours that follow each other and are hit most, and all the days. null: no time stands out. */
export const peakText = (hours: readonly HourCount[], days: readonly number[]): string | null => {
  const [most] = runsOf(hours).toSorted((one, other) => other.events - one.events || one.from - other.from);
  const time = most === undefined ? [] : [`${clock(most.from)}-${clock(most.from + most.length)}`];
  const names = days.length === 0 ? [] : [days.map((day) => DAY_NAMES[day]).join('/')];
  return [...time, ...names].join(' ') || null;
};
