import { epochMs, type Bytes, type EpochMs, type Millicores } from '@ml/units/brand';
import { parseBytes, parseCount, parseMillicores, type QuantityFault } from '@ml/units/quantity';
import { fault, shown, type Read } from './read';
import { utcSeconds } from './utc-seconds';

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
