import { fault, shown, type Read } from '@ml/state/read';

const DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/;

/** YYYY-MM-DD, a day that is in the calendar: there is no year 0, for PostgreSQL either. */
export const day: Read<string> = (value) => {
  const midnight = typeof value === 'string' && DAY.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  // `Date.parse` takes 30 February for 2 March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(value as string)) throw fault('BAD_FIELD', `${shown(value)} is not a day as YYYY-MM-DD`);
  return value as string;
};
