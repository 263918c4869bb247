import type { ItemEdits } from '../faults/spoil';
import { costLines, costOfDay, type CostLine } from '../market/account-costs';
import { pageOf } from '../wire/page-token';
import { Refusal } from '../wire/refusal';
import { readCostQuery, type CostQuery } from './cost-query';

export interface CostCall {
  readonly seed: string;
  /** 12 digits. */
  readonly account: string;
  readonly body: string;
  readonly now: Date;
  /** What faults make of a page. */
  readonly spoil: (items: readonly CostItem[], edits: ItemEdits<CostItem>) => readonly CostItem[];
}

/** One amount: of a resource and a day, or of a month. */
export interface CostItem {
  readonly start: string;
  readonly end: string;
  readonly resource?: string;
  readonly amount: string;
  readonly estimated: boolean;
}

const DAY_MS = 86_400_000;
const RESOURCE_DAYS = 14;
const MOST_MONTHS = 14;
/** Of both: so that a client that reads first pages only is noticed. */
const PAGE = { months: 12, amounts: 500 };
/** An account that has not switched the data of single resources on. */
const NOT_SWITCHED_ON = /0000$/;

const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const today = (now: Date): number => Math.floor(now.getTime() / DAY_MS);
const monthOf = (day: number): string => dayText(day).slice(0, 7);
const exact = (amount: number): string => amount.toFixed(10);

const EDITS: ItemEdits<CostItem> = {
  priced: (item, price) => ({ ...item, amount: price(item.amount) }),
  later: (item) => item,
};

const isAsked = ({ services }: CostQuery, { service }: CostLine): boolean => services === null || services.includes(service);

/** Everybody pays for everybody here. */
const billed = ({ accounts }: CostQuery, asker: string): string => accounts?.[0] ?? asker;
const linesOf = (query: CostQuery, { seed, account }: Pick<CostCall, 'seed' | 'account'>): readonly CostLine[] => costLines(seed, billed(query, account)).filter((line) => isAsked(query, line));

function monthly(lines: readonly CostLine[], { from, until }: CostQuery, now: Date): readonly CostItem[] {
  const days = Array.from({ length: until - from }, (_, index) => from + index);
  const months = [...new Set(days.map(monthOf))];
  return months.map((month) => {
    const own = days.filter((day) => monthOf(day) === month);
    const amount = own.filter((day) => day < today(now)).reduce((sum, day) => sum + lines.reduce((all, line) => all + costOfDay(line, day), 0), 0);
    return { start: dayText(own[0] ?? from), end: dayText((own.at(-1) ?? from) + 1), amount: exact(amount), estimated: month === monthOf(today(now)) };
  });
}

function daily(lines: readonly CostLine[], { from, until }: CostQuery): readonly CostItem[] {
  const days = Array.from({ length: until - from }, (_, index) => from + index);
  return days.flatMap((day) =>
    lines.map((line): CostItem => ({ start: dayText(day), end: dayText(day + 1), resource: line.resource ?? 'NoResourceId', amount: exact(costOfDay(line, day)), estimated: true })),
  );
}

const metricOf = ({ amount }: CostItem): unknown => ({ UnblendedCost: { Amount: amount, Unit: 'USD' } });

function resultsByTime(items: readonly CostItem[]): readonly unknown[] {
  const periods = new Map<string, CostItem[]>();
  for (const item of items) periods.set(item.start, [...(periods.get(item.start) ?? []), item]);
  return [...periods.values()].map((own) => {
    const [first] = own;
    const groups = own.filter(({ resource }) => resource !== undefined);
    return {
      TimePeriod: { Start: first?.start, End: first?.end },
      Total: groups.length === 0 && first !== undefined ? metricOf(first) : {},
      Groups: groups.map((item) => ({ Keys: [item.resource], Metrics: metricOf(item) })),
      Estimated: first?.estimated,
    };
  });
}

function answer(items: readonly CostItem[], query: CostQuery, { spoil, limit }: Pick<CostCall, 'spoil'> & { readonly limit: number }): unknown {
  const page = pageOf(items, { token: query.token, fingerprint: query.fingerprint, limit });
  return { ResultsByTime: resultsByTime(spoil(page.items, EDITS)), DimensionValueAttributes: [], NextPageToken: page.nextToken };
}

export function getCostAndUsage({ seed, account, body, now, spoil }: CostCall): unknown {
  const query = readCostQuery(body);
  if (query.granularity !== 'MONTHLY' || query.isByResource) throw new Refusal('invalid', 'Only months of a whole account are emulated');
  const oldest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MOST_MONTHS, 1)).getTime() / DAY_MS;
  if (query.from < oldest) throw new Refusal('invalid', `Start date is too old, the data of the last ${MOST_MONTHS} months are available`);
  return answer(monthly(linesOf(query, { seed, account }), query, now), query, { spoil, limit: PAGE.months });
}

export function getCostAndUsageWithResources({ seed, account, body, now, spoil }: CostCall): unknown {
  const query = readCostQuery(body);
  if (query.granularity !== 'DAILY' || !query.isByResource) throw new Refusal('invalid', 'Only days by RESOURCE_ID are emulated');
  if (query.services === null) throw new Refusal('invalid', 'A filter by SERVICE is required');
  if (query.from < today(now) - RESOURCE_DAYS) throw new Refusal('invalid', `Start date is too old, the data of single resources are kept for ${RESOURCE_DAYS} days`);
  if (NOT_SWITCHED_ON.test(billed(query, account))) throw new Refusal('no_data', 'Data of single resources are not switched on for this account');
  return answer(daily(linesOf(query, { seed, account }), query), query, { spoil, limit: PAGE.amounts });
}
