import { isBoolean, isInt, isNumber, isString, matches } from 'class-validator';
import type { ErrorCode } from './error-codes';

/** What is wrong with a value; `at` continues the path inside it, as in `[2]`. */
export interface FieldProblem {
  readonly code: ErrorCode;
  readonly message: string;
  /** The message without the value; absent when it says none. */
  readonly unquoted?: string;
  readonly at?: string;
}

/** undefined: the value is acceptable. */
export type FieldRule = (value: unknown) => FieldProblem | undefined;

export interface TextBounds {
  readonly min?: number;
  /** Characters. */
  readonly max?: number;
  readonly pattern?: RegExp;
  /** The form in words, as in `an AWS region such as us-east-1`: said instead of the pattern. */
  readonly like?: string;
  readonly of?: readonly string[];
  /** Given instead of BAD_FIELD when the text has not the right form. */
  readonly code?: ErrorCode;
}

export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  /** The smallest value itself is not allowed. */
  readonly above?: boolean;
  readonly unit?: string;
}

const SHOWN_CHARACTERS = 40;
export const LONGEST_TEXT = 256;

const show = (value: unknown): string => {
  // JSON has no word for a number beyond all bounds.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text;
};

/** All but tab and line ends. */
const CONTROL_CHARACTER = /[^\P{Cc}\t\n\r]/u;
const isPlain = (text: string): boolean => text.isWellFormed() && !CONTROL_CHARACTER.test(text);

const bad = (expected: string, value: unknown, code: ErrorCode = 'BAD_FIELD'): FieldProblem => ({
  code,
  message: `must be ${expected}, not ${show(value)}`,
  unquoted: `must be ${expected}`,
});

export const textRule =
  ({ min = 1, max = LONGEST_TEXT, pattern, like, of, code }: TextBounds): FieldRule =>
  (value) => {
    if (!isString(value)) return bad('text', value);
    // PostgreSQL cannot store NUL, UTF-8 cannot hold half a surrogate pair; no name needs the other control characters.
    if (!isPlain(value)) return bad('text without control characters', value);
    if (of !== undefined) return of.includes(value) ? undefined : bad(`one of ${of.join(', ')}`, value, code);
    if (value.length < min || value.length > max) return bad(`text of ${min} to ${max} characters`, value);
    return pattern === undefined || matches(value, pattern) ? undefined : bad(like ?? `text of the form ${pattern.source}`, value, code);
  };

const FINITE = { allowNaN: false, allowInfinity: false };

const range = ({ min, max, above = false, unit }: NumberBounds): string =>
  `${above ? `above ${min}, at most ${max}` : `from ${min} to ${max}`}${unit === undefined ? '' : ` (${unit})`}`;

const within = (value: number, { min, max, above = false }: NumberBounds): boolean => (above ? value > min : value >= min) && value <= max;

export const numberRule =
  (bounds: NumberBounds): FieldRule =>
  (value) =>
    isNumber(value, FINITE) && within(value, bounds) ? undefined : bad(`a number ${range(bounds)}`, value);

export const integerRule =
  (bounds: NumberBounds): FieldRule =>
  (value) =>
    isInt(value) && within(value as number, bounds) ? undefined : bad(`a whole number ${range(bounds)}`, value);

/** `10%`, or a whole number as text. */
export const SHARE = /^(?:\d{1,2}(?:\.\d{1,6})?%|100%|\d{1,6})$/;

export const countOrShareRule =
  (max: number): FieldRule =>
  (value) => {
    if (isInt(value) && (value as number) >= 0 && (value as number) <= max) return undefined;
    return isString(value) && matches(value, SHARE) ? undefined : bad(`a whole number from 0 to ${max} or a share such as "10%"`, value);
  };

export const flagRule: FieldRule = (value) => (isBoolean(value) ? undefined : bad('true or false', value));

export const objectRule: FieldRule = (value) => (isObject(value) ? undefined : bad('an object', value));

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-](\d{2}):(\d{2}))$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const isDay = (text: string): boolean => {
  if (!DAY.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

/** A leap second is refused: no clock here knows one. */
const isInstant = (text: string): boolean => {
  const parts = RFC_3339.exec(text);
  if (parts === null) return false;
  const [, day = '', hour, minute, second, , , offsetHour = '0', offsetMinute = '0'] = parts;
  const inBounds = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return inBounds && isDay(day) && Number(offsetHour) < 24 && Number(offsetMinute) < 60;
};

export const timeRule: FieldRule = (value) => (isString(value) && isInstant(value) ? undefined : bad('an RFC 3339 time', value, 'BAD_TIME'));

export const dayOrTimeRule: FieldRule = (value) =>
  isString(value) && (isDay(value) || isInstant(value)) ? undefined : bad('a day (YYYY-MM-DD) or an RFC 3339 time', value, 'BAD_TIME');

export const dayRule: FieldRule = (value) => (isString(value) && isDay(value) ? undefined : bad('a day (YYYY-MM-DD)', value, 'BAD_TIME'));

export const listRule =
  (item: FieldRule, maxItems: number): FieldRule =>
  (value) => {
    if (!Array.isArray(value)) return bad('a list', value);
    if (value.length > maxItems) return { code: 'BAD_FIELD', message: `must have at most ${maxItems} entries, not ${value.length}` };
    for (const [index, entry] of value.entries()) {
      const problem = item(entry);
      if (problem !== undefined) return { ...problem, at: `[${index}]${problem.at ?? ''}` };
    }
    return undefined;
  };
