import type { PoolKey } from '@ml/contracts/pools';
import type { Tx } from '../../tx';

/** Which instants are looked at. */
export interface Look {
  readonly now: Date;
  readonly windowMs: number;
  /** By how much `now` is ahead of the database's clock: 0 but in tests. */
  readonly offsetMs: number;
}

/**
 * One customer in one pool. What it was hit by before the window (in the window before that) and within it, first and last: in between it was in the window
 * all the time, so levels need no more. Milliseconds since the epoch; null: nothing.
 */
export interface CustomerSeen {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly customer_id: string;
  readonly before_first: number | null;
  readonly before_last: number | null;
  readonly first: number | null;
  readonly last: number | null;
  /** Events in the window: of the whole pool. */
  readonly events: number;
  /** Of this customer alone; null when three or more are in the window. */
  readonly own_events: number | null;
}

/** A report from the future counts from when it came. In whole milliseconds, as `now` is. */
const AT = "date_trunc('milliseconds', least(interruption_timestamp, created_at + $6 * interval '1 millisecond'))";

export const READ = {
  name: 'pool-customers-seen',
  text: `WITH asked AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS pools (instance_type, availability_zone, region)
    ), reports AS (
      SELECT asked.*, customer_id, ${AT} AS at, $4::timestamptz - $5 * interval '1 millisecond' AS since
      FROM asked JOIN interruption_feedback USING (instance_type, availability_zone, region)
      WHERE interruption_timestamp > $4::timestamptz - 2 * $5 * interval '1 millisecond' AND source = 'report'
    ), seen AS (
      SELECT instance_type, availability_zone, region, customer_id, since,
        min(at) FILTER (WHERE at <= since) AS before_first, max(at) FILTER (WHERE at <= since) AS before_last,
        min(at) FILTER (WHERE at > since) AS first, max(at) FILTER (WHERE at > since) AS last
      FROM reports GROUP BY instance_type, availability_zone, region, customer_id, since
    ), pools AS MATERIALIZED (
      SELECT instance_type, availability_zone, region, count(first) AS customers, count_interruption_events(instance_type, availability_zone, region, since) AS events
      FROM seen GROUP BY instance_type, availability_zone, region, since
    )
    SELECT instance_type, availability_zone, customer_id, ${['before_first', 'before_last', 'first', 'last'].map((name) => `(extract(epoch FROM ${name}) * 1000)::float8 AS ${name}`).join(', ')},
      events, CASE WHEN customers < 3 AND first IS NOT NULL THEN count_interruption_events(instance_type, availability_zone, region, since, customer_id) END AS own_events
    FROM seen JOIN pools USING (instance_type, availability_zone, region) ORDER BY customer_id`,
};

/** Everybody who was interrupted in these pools within the last two windows. */
export const customersSeen = (tx: Tx, pools: readonly PoolKey[], { now, windowMs, offsetMs }: Look): Promise<readonly CustomerSeen[]> =>
  tx.query<CustomerSeen>(READ, [pools.map((pool) => pool.instance_type), pools.map((pool) => pool.availability_zone), pools.map((pool) => pool.region), now, windowMs, offsetMs]);
