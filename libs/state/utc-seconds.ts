const UTC_SECONDS = '2026-11-20T10:00:00Z'.length;
const [DASH, COLON, T, Z, ZERO, NINE] = [...'-:TZ09'].map((letter) => letter.charCodeAt(0)) as [number, number, number, number, number, number];
const SHORTEST_MONTH = 28;

/**
 * `2026-11-20T10:00:00Z`, the form in which the API server writes every time, read without a pattern and without `Date.parse`.
 * NaN for every other form, and for the ends of months, where `Date.parse` shall judge.
 */
export const utcSeconds = (value: string): number => (value.length === UTC_SECONDS && value.charCodeAt(UTC_SECONDS - 1) === Z ? leadingSeconds(value) : Number.NaN);

/** `utcSeconds` of `2026-11-20T10:00:00`, whatever follows it. */
export const leadingSeconds = (value: string): number => {
  if (!isPunctuated(value)) return Number.NaN;
  const [month, day, hour] = [pair(value, 5), pair(value, 8), pair(value, 11)];
  const [minute, second] = [pair(value, 14), pair(value, 17)];
  const [century, year] = [pair(value, 0), pair(value, 2)];
  if (!isDay(century, month, day) || !(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
  return Date.UTC(century * 100 + year, month - 1, day, hour, minute, second);
};

/** `Date.UTC` takes years before 100 for those of the last century. */
const isDay = (century: number, month: number, day: number): boolean => century >= 10 && month >= 1 && month <= 12 && day >= 1 && day <= SHORTEST_MONTH;

const isPunctuated = (value: string): boolean =>
  value.charCodeAt(4) === DASH &&
  value.charCodeAt(7) === DASH &&
  value.charCodeAt(10) === T &&
  value.charCodeAt(13) === COLON &&
  value.charCodeAt(16) === COLON;

/** Two digits; NaN when they are none. */
const pair = (value: string, at: number): number => {
  const [tens, ones] = [value.charCodeAt(at), value.charCodeAt(at + 1)];
  return tens >= ZERO && tens <= NINE && ones >= ZERO && ones <= NINE ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
};
