import type { Fact } from '@ml/contracts/wire';
import { context, propagation } from '@opentelemetry/api';
import { toJsonText } from './to-json-text';
import type { Tx } from './tx';

export interface OutboxMessage<Body> {
  /** De-duplicates at the stream: deterministic, so that a repeated transaction does not tell twice. */
  readonly id: string;
  readonly body: Body;
  /** Last token of a keyed fact. */
  readonly key?: string;
}

/** Bodies as text: their fields keep their order. A message that is there already, or twice in the list, waits once. */
const INSERT = {
  name: 'outbox-enqueue',
  text: `INSERT INTO outbox (message_id, subject, key, body, traceparent)
    SELECT message_id, $1, key, body::json, $5 FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS messages (message_id, key, body, place) ORDER BY place
    ON CONFLICT (message_id) DO NOTHING`,
};

/** Tells the stream once, and only if, the transaction is committed. The trace of the caller goes on in the event. */
export const enqueue = <Body>(tx: Tx, fact: Fact<Body>, message: OutboxMessage<Body>): Promise<void> => enqueueAll(tx, fact, [message]);

/** Many of one kind in one statement, told in this order. */
export const enqueueAll = async <Body>(tx: Tx, fact: Fact<Body>, messages: readonly OutboxMessage<Body>[]): Promise<void> => {
  if (messages.length === 0) return;
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  const columns = [messages.map(({ id }) => id), messages.map(({ key }) => key ?? null), messages.map(({ body }) => toJsonText(body))];
  await tx.execute(INSERT, [fact.subject, ...columns, carrier['traceparent'] ?? null]);
  tx.announce('outbox');
};
