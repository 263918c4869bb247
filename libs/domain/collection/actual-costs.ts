import { HOURS_PER_MONTH } from '@ml/units/money';

/** One amount as Cost Explorer tells it: of a day and a resource, or of a month of an account. */
export interface CostAmount {
  /** `YYYY-MM-DD`. */
  readonly start: string;
  /** Null: of the whole account. */
  readonly resource: string | null;
  /** Decimal. */
  readonly amount: string;
  readonly unit: string;
  readonly estimated: boolean;
}

export interface MonthActual {
  readonly month: string;
  /** USD; below zero when there were more credits than costs. */
  readonly amount: number;
  readonly is_estimated: boolean;
}

export interface ResourceActual {
  /** USD in the hours that it cost anything in. */
  readonly amount: number;
  readonly hours: number;
  /** USD a month of 730 hours at this rate. */
  readonly monthly: number;
}

const HOURS_OF_DAY = 24;
const MOST_DIGITS = 1e4;
/** What belongs to no resource. */
const NOBODY = new Set(['', 'NoResourceId']);

const rounded = (amount: number): number => Math.round(amount * MOST_DIGITS) / MOST_DIGITS;

/** In another currency, or not a number: undefined. */
const usdOf = ({ amount, unit }: CostAmount): number | undefined => {
  const value = Number(amount);
  return unit === 'USD' && amount !== '' && Number.isFinite(value) ? value : undefined;
};

/** Of every month that was told, in order; an estimate of a part makes it one. */
export const monthActuals = (amounts: readonly CostAmount[]): readonly MonthActual[] => {
  const months = new Map<string, { amount: number; is_estimated: boolean }>();
  for (const told of amounts) {
    const usd = usdOf(told);
    if (usd === undefined) continue;
    const month = told.start.slice(0, 7);
    const known = months.get(month);
    months.set(month, { amount: (known?.amount ?? 0) + usd, is_estimated: told.estimated || known?.is_estimated === true });
  }
  return [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, { amount, is_estimated }]) => ({ month, amount: rounded(amount), is_estimated }));
};

/** Sums days of resources as they are read, page by page. */
export class ResourceSums {
  private readonly sums = new Map<string, { amount: number; readonly days: Set<string> }>();

  add(amounts: readonly CostAmount[]): void {
    for (const told of amounts) {
      const usd = usdOf(told);
      if (usd === undefined || told.resource === null || NOBODY.has(told.resource)) continue;
      const sum = this.sums.get(told.resource) ?? { amount: 0, days: new Set() };
      sum.amount += usd;
      sum.days.add(told.start);
      this.sums.set(told.resource, sum);
    }
  }

  /** By the id of the resource. */
  *actuals(): Generator<readonly [resource: string, actual: ResourceActual]> {
    for (const [resource, { amount, days }] of this.sums) {
      const hours = days.size * HOURS_OF_DAY;
      yield [resource, { amount: rounded(amount), hours, monthly: rounded((amount / hours) * HOURS_PER_MONTH) }];
    }
  }
}

/** What a scan may call a resource that the bill names by its ARN: `db:orders`, `orders` of `arn:aws:rds:us-east-1:1:db:orders`. */
const namesOf = (resource: string): readonly string[] => {
  if (!resource.startsWith('arn:')) return [resource];
  const own = resource.split(':').slice(5).join(':');
  const tail = own.split(/[:/]/).at(-1) ?? '';
  return [...new Set([resource, own, tail])].filter((name) => name !== '');
};

/**
 * What scans may call resources of a bill, and which one is meant. A name that the bill itself uses is that resource's; a short one that several share is nobody's:
 * databases of two regions, a bucket and a queue may be called the same.
 */
export const billedNames = (resources: Iterable<string>): ReadonlyMap<string, string> => {
  const billed = new Set(resources);
  const meant = new Map<string, string | null>();
  for (const resource of billed) {
    for (const name of namesOf(resource)) {
      if (name === resource || !billed.has(name)) meant.set(name, meant.has(name) ? null : resource);
    }
  }
  return new Map([...meant].filter((entry): entry is [string, string] => entry[1] !== null));
};
