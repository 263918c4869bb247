import type { FieldProblem, FieldRule } from '../field-rules';
import { isObject, listRule, textRule } from '../field-rules';

export const MOST_ROWS = 10_000;
/** Values of one row. */
export const MOST_FEATURES = 2_000;
const LONGEST_NAME = 128;

const textOfCell = textRule({ min: 0 });

/** A number, a text for a feature of texts, or null for what is not known. */
const cellRule: FieldRule = (value) => {
  if (value === null || Number.isFinite(value)) return undefined;
  return typeof value === 'string' ? textOfCell(value) : { code: 'BAD_FIELD', message: `must be a finite number, a text or null, not ${String(value).slice(0, 40)}` };
};

export const rowsRule: FieldRule = (value) => {
  if (Array.isArray(value) && value.length === 0) return { code: 'BAD_FIELD', message: 'must have at least one row' };
  return listRule(listRule(cellRule, MOST_FEATURES), MOST_ROWS)(value);
};

export const featuresRule: FieldRule = (value) => {
  if (!isObject(value)) return { code: 'BAD_FIELD', message: 'must be an object of values by the names of the features' };
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > MOST_FEATURES) return { code: 'BAD_FIELD', message: `must have 1 to ${MOST_FEATURES} features, not ${entries.length}` };
  for (const [name, cell] of entries) {
    const problem = name.length > LONGEST_NAME ? tooLong(name) : cellRule(cell);
    if (problem !== undefined) return { ...problem, at: `.${name.slice(0, LONGEST_NAME)}` };
  }
  return undefined;
};

const tooLong = (name: string): FieldProblem => ({ code: 'BAD_FIELD', message: `has a name of ${name.length} characters; ${LONGEST_NAME} are allowed` });

const CELL = { type: ['number', 'string', 'null'] };
export const ROWS_SCHEMA = { type: 'array', minItems: 1, maxItems: MOST_ROWS, items: { type: 'array', maxItems: MOST_FEATURES, items: CELL } };
export const FEATURES_SCHEMA = { type: 'object', minProperties: 1, maxProperties: MOST_FEATURES, additionalProperties: CELL };
const OUTPUT = { type: 'object', additionalProperties: { type: 'number' } };
export const OUTPUT_SCHEMA = { oneOf: [OUTPUT, { type: 'array', items: OUTPUT }, { type: 'null' }] };
