import { Refusal } from '../wire/refusal';

export interface ProductFilter {
  readonly field: string;
  /** In lower case: the real service compares so. */
  readonly values: readonly string[];
}

export interface ProductQuery {
  readonly serviceCode: string;
  readonly filters: readonly ProductFilter[];
  readonly nextToken: string | undefined;
  readonly limit: number;
  readonly fingerprint: string;
}

const MAX_PRODUCTS = 100;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function parsedBody(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body);
    if (isFields(value)) return value;
  } catch {
    // Falls through to the refusal: a body that is no JSON is as wrong as one that is no object.
  }
  throw new Refusal('invalid', 'The request body is not a JSON object');
}

function readFilter(filter: unknown): ProductFilter {
  const { Type: type, Field: field, Value: value } = isFields(filter) ? filter : {};
  if (typeof field !== 'string' || typeof value !== 'string') throw new Refusal('invalid', 'A filter needs a field and a value');
  if (type === 'TERM_MATCH' || type === 'EQUALS') return { field, values: [value.toLowerCase()] };
  if (type === 'ANY_OF') return { field, values: value.split(',').map((part) => part.trim().toLowerCase()) };
  throw new Refusal('invalid', `The filter type ${String(type)} is not emulated`);
}

function readLimit(value: unknown): number {
  if (value === undefined) return MAX_PRODUCTS;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > MAX_PRODUCTS)
    throw new Refusal('invalid', `MaxResults must be a whole number from 1 to ${MAX_PRODUCTS}`);
  return value;
}

export function readProductQuery(body: string): ProductQuery {
  const { ServiceCode: service, FormatVersion: format, Filters: filters = [], NextToken: token, MaxResults: limit } = parsedBody(body);
  if (typeof service !== 'string') throw new Refusal('invalid', 'ServiceCode is required');
  if (format !== undefined && format !== 'aws_v1') throw new Refusal('invalid', 'FormatVersion must be aws_v1');
  if (!Array.isArray(filters)) throw new Refusal('invalid', 'Filters must be a list');
  return {
    serviceCode: service,
    filters: filters.map(readFilter),
    nextToken: typeof token === 'string' && token !== '' ? token : undefined,
    limit: readLimit(limit),
    fingerprint: JSON.stringify([service, filters]),
  };
}
