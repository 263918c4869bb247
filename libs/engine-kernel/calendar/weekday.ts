import { fault, shown, type Read } from '@ml/state/read';
import { WEEK_DAYS } from './wall-clock';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const SHORT = 3;

/** `mon`, `Tue` or `wednesday`; 0 = Monday. */
export const weekday: Read<number> = (value) => {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  const found = WEEKDAYS.findIndex((name) => word === name || word === name.slice(0, SHORT));
  if (found < 0) throw fault('BAD_WINDOW', `${shown(value)} is not a day of the week`);
  return found;
};

/** From one day to another, over the end of the week if need be: Sun-Fri is every day but Saturday. */
export const daysBetween = (first: number, last: number): readonly number[] =>
  Array.from({ length: ((last - first + WEEK_DAYS) % WEEK_DAYS) + 1 }, (_, index) => (first + index) % WEEK_DAYS);
