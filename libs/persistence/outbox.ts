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

const INSERT = {
  name: 'outbox-enqueue',
  text: `INSERT INTO outbox (message_id, subject, key, body, traceparent) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (message_id) DO NOTHING`,
};

/** Tells the stream once, and only if, the transaction is committed. The trace of the caller goes on in the event. */
export const enqueue = async <Body>(tx: Tx, fact: Fact<Body>, { id, body, key }: OutboxMessage<Body>): Promise<void> => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  await tx.execute(INSERT, [id, fact.subject, key ?? null, toJsonText(body), carrier['traceparent'] ?? null]);
  tx.announce('outbox');
};
