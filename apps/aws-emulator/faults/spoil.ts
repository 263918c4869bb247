import { Refusal } from '../wire/refusal';
import type { Fault, FaultKind } from './fault-board';

/** Faults that refuse the whole call. */
export function refuse(faults: readonly Fault[]): void {
  const has = (kind: FaultKind): boolean => faults.some((fault) => fault.kind === kind);
  if (has('refuse_credentials')) throw new Refusal('credentials', 'AWS was not able to validate the provided access credentials');
  if (has('throttle')) throw new Refusal('throttled', 'Request limit exceeded.');
  if (has('error')) throw new Refusal('internal', 'An internal error has occurred');
}

export function delayOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, fault) => sum + (fault.kind === 'delay' ? (fault.delay_ms ?? 1000) : 0), 0);
}

/** Faults that spoil a page's items: their order, their number, or what is in them. */
export function spoilItems<Item>(items: readonly Item[], faults: readonly Fault[]): readonly Item[] {
  let spoilt = items;
  for (const { kind } of faults) {
    if (kind === 'duplicate') spoilt = spoilt.flatMap((item) => [item, item]);
    if (kind === 'out_of_order') spoilt = shuffled(spoilt);
    if (kind === 'empty') spoilt = [];
    if (kind === 'unreadable') spoilt = spoilt.map(() => ({}) as Item);
  }
  return spoilt;
}

/** Even places first, then the odd ones backwards: no longer sorted, whatever the order was, and always the same. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const even = items.filter((_, index) => index % 2 === 0);
  const odd = items.filter((_, index) => index % 2 === 1);
  return [...even, ...odd.reverse()];
}
