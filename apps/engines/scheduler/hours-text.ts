import { isRecord } from '@ml/state/read';

/** The hours as they were asked for, for people. The zone stands in an expression of its own. */
export const hoursText = (asked: unknown, zone: string): string => {
  if (!isRecord(asked)) return 'no hours';
  const { expression, windows, office_hours: hours } = asked;
  if (typeof expression === 'string') return expression;
  if (Array.isArray(windows)) return `${windows.map(windowText).join(', ') || 'never'} ${zone}`;
  return isRecord(hours) ? `${officeText(hours)} ${zone}` : 'no hours';
};

const windowText = (window: unknown): string => {
  if (typeof window === 'string') return window;
  if (!isRecord(window)) return 'a window';
  const { days, start, end } = window;
  return `${Array.isArray(days) ? days.join('+') : 'every day'} ${rangeText(start, end)}`;
};

const officeText = ({ weekdays, weekends }: Readonly<Record<string, unknown>>): string => {
  const working = isRecord(weekdays) ? `weekdays ${rangeText(weekdays['start'], weekdays['end'])}` : 'not on weekdays';
  const resting = isRecord(weekends) && weekends['enabled'] === true ? `weekends ${rangeText(weekends['start'], weekends['end'])}` : 'not on weekends';
  return `${working}, ${resting},`;
};

const rangeText = (start: unknown, end: unknown): string => `${String(start)}-${String(end)}`;
