/**
 * Events that were decided in a transaction and wait for the stream's acknowledgement. Rows live for milliseconds, so the table is vacuumed early.
 * A row with `parked_at` was refused for good by the stream: it is kept for the operator and does not hold up the others.
 */
export const OUTBOX_TABLE: readonly string[] = [
  `CREATE TABLE outbox (
     sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     message_id text NOT NULL UNIQUE,
     subject text NOT NULL,
     key text,
     body json NOT NULL,
     traceparent text,
     enqueued_at timestamptz NOT NULL DEFAULT now(),
     parked_at timestamptz,
     refusal text
   ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)`,
  `CREATE INDEX idx_outbox_waiting ON outbox (sequence) WHERE parked_at IS NULL`,
];
