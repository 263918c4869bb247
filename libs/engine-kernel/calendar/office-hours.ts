import { fault, under, type Read } from '@ml/state/read';
import { fallback, object, optional, required } from '@ml/state/shapes';
import { truth } from '@ml/state/values';
import { dayTime } from './day-time';
import { refuseEmptyHours } from './empty-hours';
import { daysBetween } from './weekday';
import { spansOf, type WeekSpan } from './week-span';

const MONDAY = 0;
const FRIDAY = 4;
const SATURDAY = 5;
const SUNDAY = 6;

const shape = object({
  weekdays: optional(object({ start: required(dayTime), end: required(dayTime) })),
  weekends: optional(object({ enabled: fallback(truth, false), start: optional(dayTime), end: optional(dayTime) })),
});

/** The contract's `{"weekdays": {"start": "08:00", "end": "18:00"}, "weekends": {"enabled": false}}`. */
export const officeHours: Read<readonly WeekSpan[]> = (value) => {
  const { weekdays, weekends } = shape(value);
  if (weekdays === null && weekends === null) throw fault('BAD_WINDOW', 'says nothing of weekdays and nothing of weekends');
  const working = weekdays === null ? [] : under('weekdays', hoursOn(MONDAY, FRIDAY), weekdays);
  const resting = weekends?.enabled === true ? under('weekends', hoursOn(SATURDAY, SUNDAY), weekends) : [];
  if (working.length + resting.length === 0) throw fault('BAD_WINDOW', 'leaves no hours at all; what shall never be up has the expression "never"');
  return [...working, ...resting];
};

interface Hours {
  readonly start: number | null;
  readonly end: number | null;
}

const hoursOn =
  (first: number, last: number): ((hours: unknown) => readonly WeekSpan[]) =>
  (hours) => {
    const { start, end } = hours as Hours;
    if (start === null || end === null) throw fault('BAD_WINDOW', 'is enabled, but start or end is missing');
    refuseEmptyHours({ start, end });
    return spansOf({ days: daysBetween(first, last), start, end });
  };
