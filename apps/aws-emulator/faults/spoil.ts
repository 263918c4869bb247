import { Refusal } from '../wire/refusal';
import type { Fault, FaultKind } from './fault-board';

/** Faults that refuse the whole call. */
export function refuse(faults: readonly Fault[]): void {
  const has = (kind: FaultKind): boolean => faults.some((fault) => fault.kind === kind);
  if (has('refuse_credentials')) throw new Refusal('credentials', 'AWS was not able to validate the provided access credentials');
  if (has('expired_token')) throw new Refusal('expired_token', 'The specified pagination token is not valid or is expired.');
  if (has('throttle')) throw new Refusal('throttled', 'Request limit exceeded.');
  if (has('error')) throw new Refusal('internal', 'An internal error has occurred');
}

export function delayOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, fault) => sum + (fault.kind === 'delay' ? (fault.delay_ms ?? 1000) : 0), 0);
}

/** How the items of one operation are written to; operations without prices or times have none. */
export interface ItemEdits<Item> {
  priced(item: Item, price: (plain: string) => string): Item;
  later(item: Item, seconds: number): Item;
}

const DEFAULT_SKEW_SECONDS = 3_600;

/** By turns: free, as exact as a price may be, more exact, less than nothing, and written as no price is. */
const ODD_PRICES: readonly ((plain: string) => string)[] = [
  () => '0.000000',
  (plain) => `${Number(plain).toFixed(6)}1234`,
  (plain) => `${Number(plain).toFixed(6)}123456`,
  (plain) => `-${plain}`,
  (plain) => Number(plain).toExponential(),
];

type Spoiler = <Item>(items: readonly Item[], given: { readonly fault: Fault; readonly edits: ItemEdits<Item> | undefined }) => readonly Item[];

const SPOILERS: Readonly<Partial<Record<FaultKind, Spoiler>>> = {
  duplicate: (items) => items.flatMap((item) => [item, item]),
  out_of_order: (items) => shuffled(items),
  empty: () => [],
  unreadable: <Item>(items: readonly Item[]) => items.map(() => ({}) as Item),
  clock_skew: (items, { fault, edits }) => items.map((item) => edits?.later(item, fault.skew_seconds ?? DEFAULT_SKEW_SECONDS) ?? item),
  odd_prices: (items, { edits }) => items.map((item, index) => edits?.priced(item, ODD_PRICES[index % ODD_PRICES.length] ?? String) ?? item),
};

/** Faults that spoil a page's items: their order, their number, or what is in them. */
export function spoilItems<Item>(items: readonly Item[], faults: readonly Fault[], edits?: ItemEdits<Item>): readonly Item[] {
  return faults.reduce((spoilt, fault) => SPOILERS[fault.kind]?.(spoilt, { fault, edits }) ?? spoilt, items);
}

/** Even places first, then the odd ones backwards: no longer sorted, whatever the order was, and always the same. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const even = items.filter((_, index) => index % 2 === 0);
  const odd = items.filter((_, index) => index % 2 === 1);
  return [...even, ...odd.reverse()];
}
