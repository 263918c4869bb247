const at = (text: string, start: number, digits: number): number => {
  let value = 0;
  for (let place = start; place < start + digits; place += 1) value = value * 10 + text.charCodeAt(place) - 0x30;
  return value;
};

const MICRO_DIGITS = 6;
/** After so many years the calendar is the same; `Date.UTC` takes the first hundred years for those of the last century. */
const CYCLE_YEARS = 400;
const CYCLE_MS = 146_097 * 86_400_000;
const YEAR_END = 4;
const SECONDS_END = 19;

/** `2026-11-20 10:30:00.123456+00`, as PostgreSQL writes an instant in UTC, in microseconds since the epoch. @throws Error of one before the year 1 or after 9999 */
export const microsOf = (text: string): bigint => {
  if (text[YEAR_END] !== '-' || !text.endsWith('+00')) throw new Error('an instant of the database is not one of the years 1 to 9999');
  const millis = Date.UTC(at(text, 0, 4) + CYCLE_YEARS, at(text, 5, 2) - 1, at(text, 8, 2), at(text, 11, 2), at(text, 14, 2), at(text, 17, 2)) - CYCLE_MS;
  const digits = text.charCodeAt(SECONDS_END) === 0x2e ? text.indexOf('+', SECONDS_END) - SECONDS_END - 1 : 0;
  const micros = digits > 0 ? at(text, SECONDS_END + 1, digits) * 10 ** (MICRO_DIGITS - digits) : 0;
  return BigInt(millis) * 1_000n + BigInt(micros);
};

/** The same as RFC 3339. */
export const rfc3339Of = (text: string): string => `${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, 'Z')}`;
