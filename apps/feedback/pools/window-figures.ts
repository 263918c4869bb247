import { NAMED_CUSTOMERS, type WindowFigures } from '@ml/domain/learning/episode-after';
import type { Sighting } from '@ml/domain/learning/pool-level';
import type { CustomerSeen } from '@ml/persistence/stores/feedback/pool-reports';
import type { OwnFigures } from './assessment';

/** Between the first and the last of a window a customer was there all the time: the level needs no more of them. */
export const sightingsOf = (seen: readonly CustomerSeen[]): readonly Sighting[] =>
  seen.flatMap(({ customer_id, before_first, before_last, first, last }) => [before_first, before_last, first, last].flatMap((at) => (at === null ? [] : [{ customer_id, at }])));

/** What the window shows of one pool. */
export const figuresOf = (seen: readonly CustomerSeen[]): WindowFigures => {
  const customer_ids: string[] = [];
  let [first_at, last_at]: [number | null, number | null] = [null, null];
  for (const { customer_id, first, last } of seen) {
    if (first === null || last === null) continue;
    if (customer_ids.length < NAMED_CUSTOMERS) customer_ids.push(customer_id);
    first_at = Math.min(first_at ?? first, first);
    last_at = Math.max(last_at ?? last, last);
  }
  return { customer_ids, interruptions: seen[0]?.events ?? 0, first_at, last_at };
};

export const ownFigures = (seen: readonly CustomerSeen[]): ReadonlyMap<string, OwnFigures> =>
  new Map(
    seen.flatMap(({ customer_id, own_events, first, last }) =>
      own_events === null || first === null || last === null ? [] : [[customer_id, { interruptions: own_events, first_at: new Date(first), last_at: new Date(last) }]],
    ),
  );
