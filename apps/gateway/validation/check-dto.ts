import type { Fault } from '@ml/contracts/app-error';
import { fieldsOf, type DtoClass, type Field } from '@ml/contracts/field';
import { isObject } from '@ml/contracts/field-rules';
import { WHOLE_BODY } from '../body/whole-body';
import { isDiscreet } from '../http/discreet';

/** A DTO as far as it could be read, and everything that is wrong with it. */
export interface Checked<T> {
  readonly value: T;
  readonly faults: readonly Fault[];
}

/** Beyond it nobody counts what a body has too much of: a few megabytes hold a million names. */
const MOST_FAULTS = 1_000;

interface Reading {
  readonly path: string;
  readonly faults: Fault[];
  /** Faults give neither values nor names that the caller chose. */
  readonly discreet: boolean;
}

/**
 * Reads a plain object as a DTO. The rules are those that each field also gives to class-validator, run without its executor:
 * that one looks up and groups the metadata of every object anew, which costs more than all the rest of a small request.
 */
export const checkDto = <T extends object>(type: DtoClass<T>, source: Readonly<Record<string, unknown>>, path = ''): Checked<T> => {
  const faults: Fault[] = [];
  const value = build(type, source, { path, faults, discreet: isDiscreet() }) as T;
  return { value, faults };
};

const joinPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const build = (type: DtoClass, source: Readonly<Record<string, unknown>>, reading: Reading): object => {
  const { path, faults } = reading;
  const fields = fieldsOf(type);
  nameUnknown(fields, Object.keys(source), reading);
  const dto = Object.create(type.prototype as object) as Record<string, unknown>;
  for (const field of fields.values()) {
    const value = source[field.name];
    if (!isAbsent(field, value)) dto[field.name] = readValue(field, value, { ...reading, path: joinPath(path, field.name) });
    else if (!field.optional) faults.push({ code: 'MISSING_FIELD', path: joinPath(path, field.name), message: 'is required' });
  }
  return dto;
};

/** The first of them, each by its name, or by its place where names may be somebody's. */
const nameUnknown = (fields: ReadonlyMap<string, Field>, keys: readonly string[], { path, faults, discreet }: Reading): void => {
  const message = `is not part of the contract; known here: ${[...fields.keys()].join(', ')}`;
  for (const [index, key] of keys.entries()) {
    if (faults.length >= MOST_FAULTS) return;
    if (!fields.has(key)) faults.push({ code: 'UNKNOWN_FIELD', path: discreet ? `${path === '' ? WHOLE_BODY : path}[${index}]` : joinPath(path, key), message });
  }
};

/** Many clients write null for a field they leave out. */
const isAbsent = (field: Field, value: unknown): boolean => value === undefined || (value === null && !field.nullable);

const readValue = (field: Field, value: unknown, reading: Reading): unknown => {
  const { path, faults, discreet } = reading;
  if (value === null) return value;
  const problem = field.rule(value);
  if (problem !== undefined) {
    faults.push({ code: problem.code, path: `${path}${problem.at ?? ''}`, message: discreet ? problem.unquoted ?? problem.message : problem.message });
    return value;
  }
  const nested = field.nested?.();
  if (nested === undefined) return value;
  if (Array.isArray(value)) return value.map((entry, index) => build(nested, entry as Record<string, unknown>, { ...reading, path: `${path}[${index}]` }));
  return isObject(value) ? build(nested, value, reading) : value;
};
