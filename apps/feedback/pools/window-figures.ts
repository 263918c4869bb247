import { NAMED_CUSTOMERS, type WindowFigures } from '@ml/domain/learning/levels/episode-after';
import type { Sighting } from '@ml/domain/learning/levels/pool-level';
import type { PoolSeen } from '@ml/persistence/stores/feedback/pool-reports';
import type { OwnFigures } from './assessment';

/** Between the first and the last of a window a customer was there all the time: the level needs no more of them. */
export const sightingsOf = ({ customers }: PoolSeen): readonly Sighting[] =>
  customers.flatMap(({ customer_id, before_first, before_last, first, last }) => [before_first, before_last, first, last].flatMap((at) => (at === null ? [] : [{ customer_id, at }])));

/** What the window shows of one pool. */
export const figuresOf = ({ customers, events }: PoolSeen): WindowFigures => {
  const customer_ids: string[] = [];
  let [first_at, last_at]: [number | null, number | null] = [null, null];
  for (const { customer_id, first, last } of customers) {
    if (first === null || last === null) continue;
    if (customer_ids.length < NAMED_CUSTOMERS) customer_ids.push(customer_id);
    first_at = Math.min(first_at ?? first, first);
    last_at = Math.max(last_at ?? last, last);
  }
  return { customer_ids, interruptions: events, first_at, last_at };
};

export const ownFigures = ({ customers, own_events }: PoolSeen): ReadonlyMap<string, OwnFigures> => {
  const inWindow = customers.flatMap(({ customer_id, first, last }) => (first === null || last === null ? [] : [{ customer_id, first, last }]));
  return new Map((own_events ?? []).flatMap((interruptions, index) => {
    const own = inWindow[index];
    return own === undefined ? [] : [[own.customer_id, { interruptions, first_at: new Date(own.first), last_at: new Date(own.last) }] as const];
  }));
};
