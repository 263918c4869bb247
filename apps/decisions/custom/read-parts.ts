import { isRecord, shown, fault, type Read } from '@ml/state/read';
import { array, fallback, object, optional, required } from '@ml/state/shapes';
import { choice, decimal, name, text, truth, whole } from '@ml/state/values';
import { roundToCents } from '@ml/units/money';

/** More than a platform would show of one decision; what is alike shares an entry. */
const MOST = 1_000;
const LONGEST_TEXT = 2_000;
const LONGEST_NAME = 512;
/** It is part of an index. */
const LONGEST_KEY = 256;
const DEEPEST = 12;
const MOST_USD = 1e9;
const DAY_SECONDS = 86_400;
/** Keys that mean something else to whoever copies them. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/** As the database keeps it, so that what is stored is what is replayed: no NUL, no half of a surrogate pair. */
const storable = (given: string): string => given.toWellFormed().replaceAll('\0', '\ufffd');

const upTo =
  (longest: number, read: Read<string>): Read<string> =>
  (value) => {
    const found = read(value);
    if (found.length > longest) throw fault('BAD_FIELD', `${shown(found)} has ${found.length} characters and may have ${longest}`);
    return storable(found);
  };

export const sentence = required(upTo(LONGEST_TEXT, text));
export const shortName = required(upTo(LONGEST_NAME, name));
export const memoryKey = required(upTo(LONGEST_KEY, name));

export const few =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value) => {
    if (Array.isArray(value) && value.length > MOST) throw fault('BAD_FIELD', `a list of ${value.length} may have ${MOST}`);
    return array(read)(value);
  };

/** JSON of any form, as deep as anybody reads; copied, so that nothing but plain values is left. */
const free = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) throw fault('BAD_FIELD', `is nested more than ${DEEPEST} deep`);
  if (Array.isArray(value)) return value.map((item: unknown) => free(item, depth + 1));
  const forbidden = Object.keys(value).find((key) => FORBIDDEN.includes(key));
  if (forbidden !== undefined) throw fault('BAD_FIELD', `has a field ${forbidden}, which nobody can copy safely`);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), free(inner, depth + 1)]));
};

export const anything: Read<unknown> = (value) => free(value, 0);

export const details: Read<Readonly<Record<string, unknown>>> = (value) => {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw fault('BAD_FIELD', `${shown(value)} is not an object`);
  return free(value, 0) as Readonly<Record<string, unknown>>;
};

const readTarget = object({ kind: shortName, name: shortName, namespace: optional(shortName) });

/** An absent namespace stays absent. */
const target: Read<{ readonly kind: string; readonly name: string; readonly namespace?: string }> = (value) => {
  const { namespace, ...rest } = required(readTarget)(value);
  return namespace === null ? rest : { ...rest, namespace };
};

export const reason = required(object({ code: shortName, text: sentence }));
export const reasons = fallback(few(reason), []);

/** Numbered by us: r1, r2, ... */
export const recommendation = required(
  object({
    action: shortName,
    target,
    estimated_monthly_savings: (value) => roundToCents(fallback(decimal({ min: 0, max: MOST_USD }), 0)(value)),
    risk: fallback(choice(['low', 'medium', 'high']), 'medium'),
    reasons,
    details,
  }),
);

export const held = required(object({ code: shortName, text: sentence, target, details }));

export const precondition = required(object({ code: shortName, target, text: fallback(sentence, '') }));

const least1 = whole({ min: 1, max: MOST });

/** Numbered by us, in the order given. What is not said to be reversible is taken for irreversible. */
export const planStep = required(
  object({
    phase: fallback(shortName, 'change'),
    action: shortName,
    target,
    estimated_duration_seconds: fallback(whole({ min: 0, max: DAY_SECONDS }), 0),
    depends_on: fallback(few(least1), []),
    reversible: fallback(truth, false),
    rollback: optional(shortName),
    requires_approval: optional(truth),
    details,
  }),
);
