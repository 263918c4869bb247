import { dayMs } from './instant';

const DAY = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/;
const MONTH = /(?<!\d)(20\d{2})-(\d{2})(?![\d-])/;

/** The day that a file carries in its name, a month meaning its first day: `prices_2025-04.csv` -> `2025-04-01`. Null when there is none. */
export const dayInFileName = (path: string): string | null => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const day = DAY.exec(name)?.[0] ?? null;
  if (day !== null) return dayMs(day) === null ? null : day;
  const month = MONTH.exec(name);
  if (month === null) return null;
  const first = `${month[1] ?? ''}-${month[2] ?? ''}-01`;
  return dayMs(first) === null ? null : first;
};
