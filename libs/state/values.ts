import { epochMs, type Bytes, type EpochMs, type Millicores } from '@ml/units/brand';
import { parseBytes, parseCount, parseMillicores, type QuantityFault } from '@ml/units/quantity';
import { fault, shown, type Read } from './read';

export const text: Read<string> = (value) => {
  if (typeof value !== 'string') throw fault('BAD_FIELD', `${shown(value)} is not a text`);
  return value;
};

export const name: Read<string> = (value) => {
  if (text(value) === '') throw fault('BAD_FIELD', 'an empty name');
  return value as string;
};

export const truth: Read<boolean> = (value) => {
  if (typeof value !== 'boolean') throw fault('BAD_FIELD', `${shown(value)} is neither true nor false`);
  return value;
};

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export const decimal =
  ({ min, max }: Bounds): Read<number> =>
  (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw fault('BAD_FIELD', `${shown(value)} is not a number`);
    if (value < min || value > max) throw fault('BAD_FIELD', `${shown(value)} is not between ${min} and ${max}`);
    return value;
  };

export const whole = (bounds: Bounds): Read<number> => {
  const read = decimal(bounds);
  return (value) => {
    if (!Number.isInteger(read(value))) throw fault('BAD_FIELD', `${shown(value)} is not a whole number`);
    return value as number;
  };
};

export const choice =
  <const Options extends readonly string[]>(options: Options): Read<Options[number]> =>
  (value) => {
    if (!options.includes(value as string)) throw fault('BAD_FIELD', `${shown(value)} is none of ${options.join(', ')}`);
    return value as Options[number];
  };

/** RFC 3339 with a zone: `Date.parse` alone would take `2026` and local times. */
const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

export const time: Read<EpochMs> = (value) => {
  const quick = typeof value === 'string' ? utcSeconds(value) : Number.NaN;
  if (!Number.isNaN(quick)) return epochMs(quick);
  const day = typeof value === 'string' ? RFC_3339.exec(value)?.[1] : undefined;
  const parsed = day !== undefined && exists(day) ? Date.parse(value as string) : Number.NaN;
  if (Number.isNaN(parsed)) throw fault('BAD_TIME', `${shown(value)} is not an RFC 3339 time`);
  return epochMs(parsed);
};

/** `Date.parse` takes 30 February for 2 March. */
const exists = (day: string): boolean => {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
};

const UTC_SECONDS = '2026-11-20T10:00:00Z'.length;
const [DASH, COLON, T, Z, ZERO, NINE] = [...'-:TZ09'].map((letter) => letter.charCodeAt(0)) as [number, number, number, number, number, number];
const SHORTEST_MONTH = 28;

/**
 * `2026-11-20T10:00:00Z`, the form in which the API server writes every time, read without a pattern and without `Date.parse`.
 * NaN for every other form, and for the ends of months, where `Date.parse` shall judge.
 */
const utcSeconds = (value: string): number => {
  if (value.length !== UTC_SECONDS || !isPunctuated(value)) return Number.NaN;
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
  value.charCodeAt(16) === COLON &&
  value.charCodeAt(19) === Z;

/** Two digits; NaN when they are none. */
const pair = (value: string, at: number): number => {
  const [tens, ones] = [value.charCodeAt(at), value.charCodeAt(at + 1)];
  return tens >= ZERO && tens <= NINE && ones >= ZERO && ones <= NINE ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
};

const quantity =
  <Unit extends number>(parse: (value: string | number) => Unit | QuantityFault): Read<Unit> =>
  (value) => {
    const read = typeof value === 'string' || typeof value === 'number' ? parse(value) : 'not a quantity';
    if (typeof read === 'number') return read;
    throw fault('BAD_QUANTITY', `${shown(value)} is ${read === 'not a quantity' ? read : `${read} for a quantity`}`);
  };

export const cpu: Read<Millicores> = quantity(parseMillicores);
export const size: Read<Bytes> = quantity(parseBytes);
export const count: Read<number> = quantity(parseCount);
