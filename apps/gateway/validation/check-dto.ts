import type { Fault } from '@ml/contracts/app-error';
import { fieldsOf, type DtoClass, type Field } from '@ml/contracts/field';
import { isObject } from '@ml/contracts/field-rules';

/** A DTO as far as it could be read, and everything that is wrong with it. */
export interface Checked<T> {
  readonly value: T;
  readonly faults: readonly Fault[];
}

interface Reading {
  readonly path: string;
  readonly faults: Fault[];
}

/**
 * Reads a plain object as a DTO. The rules are those that each field also gives to class-validator, run without its executor:
 * that one looks up and groups the metadata of every object anew, which costs more than all the rest of a small request.
 */
export const checkDto = <T extends object>(type: DtoClass<T>, source: Readonly<Record<string, unknown>>, path = ''): Checked<T> => {
  const faults: Fault[] = [];
  const value = build(type, source, { path, faults }) as T;
  return { value, faults };
};

const joinPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const build = (type: DtoClass, source: Readonly<Record<string, unknown>>, { path, faults }: Reading): object => {
  const fields = fieldsOf(type);
  for (const key of Object.keys(source)) {
    if (!fields.has(key)) faults.push({ code: 'UNKNOWN_FIELD', path: joinPath(path, key), message: `is not part of the contract; known here: ${[...fields.keys()].join(', ')}` });
  }
  const dto = Object.create(type.prototype as object) as Record<string, unknown>;
  for (const field of fields.values()) {
    const value = source[field.name];
    if (!isAbsent(field, value)) dto[field.name] = readValue(field, value, { path: joinPath(path, field.name), faults });
    else if (!field.optional) faults.push({ code: 'MISSING_FIELD', path: joinPath(path, field.name), message: 'is required' });
  }
  return dto;
};

/** Many clients write null for a field they leave out. */
const isAbsent = (field: Field, value: unknown): boolean => value === undefined || (value === null && !field.nullable);

const readValue = (field: Field, value: unknown, { path, faults }: Reading): unknown => {
  if (value === null) return value;
  const problem = field.rule(value);
  if (problem !== undefined) {
    faults.push({ code: problem.code, path: `${path}${problem.at ?? ''}`, message: problem.message });
    return value;
  }
  const nested = field.nested?.();
  if (nested === undefined) return value;
  if (Array.isArray(value)) return value.map((entry, index) => build(nested, entry as Record<string, unknown>, { path: `${path}[${index}]`, faults }));
  return isObject(value) ? build(nested, value, { path, faults }) : value;
};
