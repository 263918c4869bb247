import { DAY_MS } from '@ml/units/time';

/** Days since 1970-01-01 of a day of the calendar; undefined when there is no such day, as for 29 February of most years. */
export const calendarDay = (year: number, month: number, day: number): number | undefined => {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day && at.getUTCFullYear() === year ? at.getTime() / DAY_MS : undefined;
};

export const yearOf = (day: number): number => new Date(day * DAY_MS).getUTCFullYear();

const ISO_DAY = /^(\d{4})-?(\d{2})-?(\d{2})$/;

/** `2026-12-25` or `20261225`. */
export const dayFrom = (text: string): number | undefined => {
  const [match, year, month, day] = ISO_DAY.exec(text) ?? [];
  return match === undefined ? undefined : calendarDay(Number(year), Number(month), Number(day));
};
