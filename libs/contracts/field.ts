import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateNested } from 'class-validator';
import {
  countOrShareRule,
  dayOrTimeRule,
  dayRule,
  flagRule,
  integerRule,
  listRule,
  LONGEST_TEXT,
  numberRule,
  objectRule,
  SHARE,
  textRule,
  timeRule,
  type FieldRule,
  type NumberBounds,
  type TextBounds,
} from './field-rules';

export type DtoClass<T extends object = object> = abstract new () => T;

/** What is known of one property of a DTO class. */
export interface Field {
  readonly name: string;
  readonly optional: boolean;
  /** null is a value of its own, not absence. */
  readonly nullable: boolean;
  readonly rule: FieldRule;
  /** The value a query parameter stands for; the text itself when it stands for none. */
  readonly fromText: (text: string) => unknown;
  /** Set when the value is an object (or a list of objects) of another DTO class. */
  readonly nested: (() => DtoClass) | undefined;
  /** Whether it is a list of them. */
  readonly list: boolean;
  readonly example: unknown;
  /** Left out of examples of the whole object. */
  readonly rare: boolean;
}

interface Common {
  /** For people: meaning and direction. */
  readonly what: string;
  readonly example?: unknown;
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly rare?: boolean;
}

interface Declaration extends Common {
  readonly rule: FieldRule;
  readonly schema: object;
  readonly fromText?: (text: string) => unknown;
  readonly nested?: () => DtoClass;
  readonly list?: boolean;
}

const registry = new WeakMap<object, Map<string, Field>>();
const complete = new WeakMap<DtoClass, ReadonlyMap<string, Field>>();

/** Every property of a DTO class, those of the classes it extends first. */
export const fieldsOf = (type: DtoClass): ReadonlyMap<string, Field> => {
  const known = complete.get(type);
  if (known !== undefined) return known;
  const chain: Map<string, Field>[] = [];
  for (let at: object | null = type.prototype as object; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const own = registry.get(at);
    if (own !== undefined) chain.unshift(own);
  }
  const fields = new Map(chain.flatMap((own) => [...own]));
  complete.set(type, fields);
  return fields;
};

/** Remembers the field for the reader of bodies, tells class-validator its rule and OpenAPI its schema. */
const declare =
  ({ rule, schema, fromText = (text) => text, nested, list = false, ...common }: Declaration): PropertyDecorator =>
  (prototype, property) => {
    const { what, example, optional = false, nullable = false, rare = false } = common;
    const name = String(property);
    const own = registry.get(prototype) ?? new Map<string, Field>();
    registry.set(prototype, own.set(name, { name, optional, nullable, rule, fromText, nested, list, example, rare }));
    const acceptable = (value: unknown): boolean => rule(value) === undefined;
    ValidateBy({ name: 'field', validator: { validate: (value) => absent(value, common) || acceptable(value) } })(prototype, name);
    if (nested !== undefined) ValidateNested()(prototype, name);
    const shown = { description: what, required: !optional, ...(example !== undefined && { example }), ...(nullable && { nullable }) };
    ApiProperty({ ...schema, ...shown } as ApiPropertyOptions)(prototype, name);
  };

const absent = (value: unknown, { optional = false, nullable = false }: Common): boolean => (value === undefined && optional) || (value === null && nullable);

const numberFromText = (text: string): unknown => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
const flagFromText = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);

const withUnit = <F extends Common & { readonly unit?: string }>(field: F): F =>
  field.unit === undefined ? field : { ...field, what: `${field.what} Unit: ${field.unit}.` };

const numberSchema = (type: string, { min, max, above = false }: NumberBounds): object => ({
  type,
  ...(above ? { exclusiveMinimum: min } : { minimum: min }),
  ...(max < Number.MAX_SAFE_INTEGER && { maximum: max }),
});

const textSchema = ({ min = 1, max = LONGEST_TEXT, pattern, of }: TextBounds): object =>
  of === undefined
    ? { type: 'string', minLength: min, maxLength: max, ...(pattern && { pattern: pattern.source }) }
    : { type: 'string', enum: [...of] };

const MAX_FREE_ITEMS = 100_000;

type ListItem = { readonly item: TextBounds; readonly maxItems: number };
type NestedType = { readonly type: () => DtoClass };

/** One call per property declares its type, bounds, meaning, unit and example: for validation and for OpenAPI alike. */
export const field = {
  text: (f: Common & TextBounds): PropertyDecorator => declare({ ...f, rule: textRule(f), schema: textSchema(f) }),
  number: (f: Common & NumberBounds): PropertyDecorator =>
    declare({ ...withUnit(f), rule: numberRule(f), schema: numberSchema('number', f), fromText: numberFromText }),
  integer: (f: Common & NumberBounds): PropertyDecorator =>
    declare({ ...withUnit(f), rule: integerRule(f), schema: numberSchema('integer', f), fromText: numberFromText }),
  flag: (f: Common): PropertyDecorator => declare({ ...f, rule: flagRule, schema: { type: 'boolean' }, fromText: flagFromText }),
  time: (f: Common): PropertyDecorator => declare({ ...f, rule: timeRule, schema: { type: 'string', format: 'date-time' } }),
  day: (f: Common): PropertyDecorator => declare({ ...f, rule: dayRule, schema: { type: 'string', format: 'date' } }),
  dayOrTime: (f: Common): PropertyDecorator => declare({ ...f, rule: dayOrTimeRule, schema: { type: 'string' } }),
  texts: (f: Common & ListItem): PropertyDecorator =>
    declare({
      ...f,
      rule: listRule(textRule(f.item), f.maxItems),
      schema: { type: 'array', items: textSchema(f.item), maxItems: f.maxItems },
      fromText: (text) => text.split(','),
    }),
  object: (f: Common & NestedType): PropertyDecorator => declare({ ...f, rule: objectRule, nested: f.type, schema: { type: f.type } }),
  objects: (f: Common & NestedType & { readonly maxItems?: number }): PropertyDecorator =>
    declare({ ...f, rule: listRule(objectRule, f.maxItems ?? 10_000), nested: f.type, list: true, schema: { type: f.type, isArray: true } }),
  /** A number of things or a share of them, as Kubernetes writes limits: `3` or `"10%"`. */
  countOrShare: (f: Common & { readonly max: number }): PropertyDecorator =>
    declare({ ...f, rule: countOrShareRule(f.max), schema: { oneOf: [{ type: 'integer', minimum: 0, maximum: f.max }, { type: 'string', pattern: SHARE.source }] } }),
  /** A list of anything; in answers only. */
  freeList: (f: Common): PropertyDecorator =>
    declare({ ...f, rule: listRule(() => undefined, MAX_FREE_ITEMS), schema: { type: 'array', items: {} } }),
  /** What has a form of its own: said as a rule and as a schema. */
  special: (f: Common & { readonly rule: FieldRule; readonly schema: object }): PropertyDecorator => declare(f),
  /** An object whose keys are not ours. */
  free: (f: Common): PropertyDecorator =>
    declare({ ...f, rule: objectRule, schema: { type: 'object', additionalProperties: true } }),
};
