import { fault, type Read } from '@ml/state/read';
import { array, object, optional, required } from '@ml/state/shapes';
import { dayTime } from './day-time';
import { refuseEmptyHours } from './empty-hours';
import { daysBetween, weekday } from './weekday';
import { spansOf, type WeekSpan } from './week-span';

const SUNDAY = 6;
const EVERY_DAY: readonly number[] = daysBetween(0, SUNDAY);

const shape = object({ days: optional(array(weekday)), start: required(dayTime), end: required(dayTime) });

/** `{"days": ["mon", "tue"], "start": "22:00", "end": "06:00"}`: across midnight when it ends before it starts; without days, on each. */
export const windowSpans: Read<readonly WeekSpan[]> = (value) => {
  const { days, start, end } = shape(value);
  refuseEmptyHours({ start, end });
  if (days?.length === 0) throw fault('BAD_WINDOW', 'names no day; leave days out for every day');
  return spansOf({ days: [...new Set(days ?? EVERY_DAY)], start, end });
};
