import { AppError } from '@ml/contracts/app-error';
import type { Fact } from '@ml/contracts/wire';
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Database } from './database';
import type { Tx } from './tx';

/** What the relay needs of the bus. Resolves after the stream's acknowledgement. */
export interface Publisher {
  publish<Body>(fact: Fact<Body>, body: Body, options: { readonly id: string; readonly key?: string }): Promise<void>;
}

export interface OutboxParts {
  readonly database: Database;
  readonly publisher: Publisher;
  /** The facts this owner may publish. */
  readonly facts: readonly Fact<never>[];
}

/** `idle`: nothing waits. `elsewhere`: another replica is publishing. `more`: go on at once. */
export type BatchResult = 'idle' | 'elsewhere' | 'more';

interface Row {
  readonly sequence: number;
  readonly message_id: string;
  readonly subject: string;
  readonly key: string | null;
  readonly body: unknown;
  readonly traceparent: string | null;
}

const BATCH = 100;
/** A slow stream must not hold the transaction open for longer: what is left comes with the next batch. */
const BATCH_BUDGET_MS = 10_000;

/**
 * Publishes what waits, oldest first, one publisher per owner at a time, and deletes what the stream has acknowledged.
 * A crash between the two publishes again under the same id, which the stream drops.
 * @throws what the publisher threw, after the rows before it have been deleted.
 */
export const publishBatch = async (parts: OutboxParts): Promise<BatchResult> => {
  const waiting = await parts.database.query('SELECT 1 FROM outbox WHERE parked_at IS NULL LIMIT 1');
  if (waiting.length === 0) return 'idle';
  const outcome = await parts.database.transaction(async (tx) => {
    const [lock] = await tx.query<{ taken: boolean }>("SELECT pg_try_advisory_xact_lock(hashtextextended('outbox:' || current_schema(), 0)) AS taken");
    return lock?.taken === true ? publishRows(parts, tx) : 'elsewhere';
  });
  if (typeof outcome === 'string') return outcome;
  if (outcome.failure !== undefined) throw outcome.failure;
  return 'more';
};

const publishRows = async (parts: OutboxParts, tx: Tx): Promise<{ readonly failure?: Error }> => {
  const rows = await tx.query<Row>('SELECT sequence, message_id, subject, key, body, traceparent FROM outbox WHERE parked_at IS NULL ORDER BY sequence LIMIT $1', [BATCH]);
  const published: number[] = [];
  const enough = Date.now() + BATCH_BUDGET_MS;
  try {
    for (const row of rows) {
      if (Date.now() > enough) break;
      const refusal = await publishOrRefuse(parts, row);
      if (refusal === undefined) published.push(row.sequence);
      else await tx.execute('UPDATE outbox SET parked_at = now(), refusal = $2 WHERE sequence = $1', [row.sequence, refusal]);
    }
    return {};
  } catch (failure) {
    return { failure: failure instanceof Error ? failure : new Error(String(failure)) };
  } finally {
    if (published.length > 0) await tx.execute('DELETE FROM outbox WHERE sequence = ANY($1::bigint[])', [published]);
  }
};

/** The reason when the message can never be published; undefined once the stream has it. @throws when it is worth another try. */
const publishOrRefuse = async ({ facts, publisher }: OutboxParts, row: Row): Promise<string | undefined> => {
  const fact = facts.find(({ subject }) => subject === row.subject);
  if (fact === undefined) return `${row.subject} is not published by this owner`;
  const options = { id: row.message_id, ...(row.key !== null && { key: row.key }) };
  const origin = row.traceparent === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent: row.traceparent });
  try {
    await context.with(origin, () => publisher.publish(fact as Fact<unknown>, row.body, options));
    return undefined;
  } catch (error) {
    if (error instanceof AppError && !error.retryable) return error.message;
    throw error;
  }
};
