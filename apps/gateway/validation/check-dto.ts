import { validateSync, type ValidationError } from 'class-validator';
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

/** Reads a plain object as a DTO: unknown and missing fields here, values by the rules that the DTO class gave class-validator. */
export const checkDto = <T extends object>(type: DtoClass<T>, source: Readonly<Record<string, unknown>>, path = ''): Checked<T> => {
  const faults: Fault[] = [];
  const value = build(type, source, { path, faults }) as T;
  for (const error of validateSync(value, { forbidUnknownValues: false })) explain(error, { type, path }, faults);
  return { value, faults };
};

export const joinPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const build = (type: DtoClass, source: Readonly<Record<string, unknown>>, { path, faults }: Reading): object => {
  const fields = fieldsOf(type);
  for (const key of Object.keys(source)) {
    if (!fields.has(key)) faults.push({ code: 'UNKNOWN_FIELD', path: joinPath(path, key), message: `is not part of the contract; known here: ${[...fields.keys()].join(', ')}` });
  }
  const dto = Object.create(type.prototype as object) as Record<string, unknown>;
  for (const field of fields.values()) {
    const value = source[field.name];
    if (isAbsent(field, value)) {
      if (!field.optional) faults.push({ code: 'MISSING_FIELD', path: joinPath(path, field.name), message: 'is required' });
    } else dto[field.name] = buildValue(field, value, { path: joinPath(path, field.name), faults });
  }
  return dto;
};

/** Many clients write null for a field they leave out. */
const isAbsent = (field: Field, value: unknown): boolean => value === undefined || (value === null && !field.nullable);

const buildValue = (field: Field, value: unknown, { path, faults }: Reading): unknown => {
  const { nested } = field;
  if (nested === undefined) return value;
  if (Array.isArray(value)) return value.map((entry: unknown, index) => (isObject(entry) ? build(nested(), entry, { path: `${path}[${index}]`, faults }) : entry));
  return isObject(value) ? build(nested(), value, { path, faults }) : value;
};

/** class-validator says which properties are wrong, the field's own rule says how. */
const explain = (error: ValidationError, { type, path }: { readonly type: DtoClass; readonly path: string }, faults: Fault[]): void => {
  const field = fieldsOf(type).get(error.property);
  const problem = error.value === undefined ? undefined : field?.rule(error.value);
  if (problem !== undefined) {
    faults.push({ code: problem.code, path: `${joinPath(path, error.property)}${problem.at ?? ''}`, message: problem.message });
    return;
  }
  const nested = field?.nested?.();
  if (nested === undefined) return;
  for (const child of error.children ?? []) explainChild(child, { type: nested, path: joinPath(path, error.property), list: Array.isArray(error.value) }, faults);
};

const explainChild = (child: ValidationError, at: { readonly type: DtoClass; readonly path: string; readonly list: boolean }, faults: Fault[]): void => {
  if (!at.list) return explain(child, at, faults);
  for (const grandchild of child.children ?? []) explain(grandchild, { type: at.type, path: `${at.path}[${child.property}]` }, faults);
};
