import { Refusal, invalidValue } from './refusal';

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

const MAX_LIST = 1000;

/** The parameters of an EC2 query call: lists are numbered from one, `InstanceType.1=...`. */
export class QueryParameters {
  private readonly parameters: URLSearchParams;

  constructor(body: string) {
    this.parameters = new URLSearchParams(body);
  }

  text(name: string): string | undefined {
    return this.parameters.get(name) ?? undefined;
  }

  list(name: string): readonly string[] {
    const values: string[] = [];
    for (let index = 1; index <= MAX_LIST; index += 1) {
      const value = this.text(`${name}.${index}`);
      if (value === undefined) break;
      values.push(value);
    }
    return values;
  }

  filters(): readonly Filter[] {
    const filters: Filter[] = [];
    for (let index = 1; index <= MAX_LIST; index += 1) {
      const name = this.text(`Filter.${index}.Name`);
      if (name === undefined) break;
      filters.push({ name, values: this.list(`Filter.${index}.Value`) });
    }
    return filters;
  }

  /** Epoch seconds, fractions cut off. */
  instant(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const milliseconds = Date.parse(value);
    if (Number.isNaN(milliseconds)) throw invalidValue(value, name);
    return Math.floor(milliseconds / 1000);
  }

  maxResults(bounds: { readonly least: number; readonly most: number }): number {
    const value = this.text('MaxResults');
    if (value === undefined) return bounds.most;
    const wanted = Number(value);
    if (!Number.isInteger(wanted) || wanted < bounds.least || wanted > bounds.most) throw invalidValue(value, 'maxResults');
    return wanted;
  }

  /** What a page token belongs to: everything but the paging itself. */
  fingerprint(): string {
    const parts = [...this.parameters].filter(([name]) => name !== 'NextToken' && name !== 'MaxResults');
    return JSON.stringify(parts.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function matches(value: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return value === pattern;
  const expression = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(value);
}

/** All filters must hold, one value of each is enough, `*` and `?` are wildcards. */
export function passes(filters: readonly Filter[], fields: Readonly<Record<string, readonly string[]>>): boolean {
  return filters.every(({ name, values }) => {
    const field = fields[name];
    if (field === undefined) throw new Refusal('invalid', `The filter '${name}' is invalid`);
    return values.some((pattern) => field.some((value) => matches(value, pattern)));
  });
}
