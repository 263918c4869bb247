import { isRecord } from '@ml/state/read';

/** The hours as they were asked for, for people. An expression names its zone itself. */
export const hoursText = (asked: unknown): string => {
  if (!isRecord(asked)) return 'no hours';
  const { expression, windows, office_hours: hours, timezone } = asked;
  const zone = typeof timezone === 'string' ? timezone : 'UTC';
  if (typeof expression === 'string') return expression;
  if (Array.isArray(windows) && windows.length > 0) return `${windows.map(windowText).join(', ')} ${zone}`;
  return isRecord(hours) ? `${officeText(hours)} ${zone}` : 'no hours';
};

const windowText = (window: unknown): string => {
  if (typeof window === 'string') return window;
  if (!isRecord(window)) return 'a window';
  const { days, start, end, timezone } = window;
  return `${Array.isArray(days) ? days.join('+') : 'every day'} ${rangeText(start, end)}${typeof timezone === 'string' ? ` (${timezone})` : ''}`;
};

const officeText = ({ weekdays, weekends }: Readonly<Record<string, unknown>>): string => {
  const working = isRecord(weekdays) ? `weekdays ${rangeText(weekdays['start'], weekdays['end'])}` : 'not on weekdays';
  const resting = isRecord(weekends) && weekends['enabled'] === true ? `weekends ${rangeText(weekends['start'], weekends['end'])}` : 'not on weekends';
  return `${working}, ${resting},`;
};

const rangeText = (start: unknown, end: unknown): string => `${String(start)}-${String(end)}`;
