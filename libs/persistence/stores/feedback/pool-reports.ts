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
  readonly customer_id: string;
  readonly before_first: number | null;
  readonly before_last: number | null;
  readonly first: number | null;
  readonly last: number | null;
}

export interface PoolSeen {
  /** By their ids. */
  readonly customers: readonly CustomerSeen[];
  /** Events in the window. */
  readonly events: number;
  /** Of each customer of the window alone, in the same order; null when three or more are in it. */
  readonly own_events: readonly number[] | null;
}

/** A report from the future counts from when it came. In whole milliseconds, as `now` is. */
const AT = "date_trunc('milliseconds', least(interruption_timestamp, created_at + $6 * interval '1 millisecond'))";
const milliseconds = (time: string): string => `round(date_part('epoch', ${time}) * 1000)`;
const TIMES = ['before_first', 'before_last', 'first', 'last'];
/** Each pool by itself: what is looked for is one range of the index. */
const READ = {
  name: 'pool-customers-seen',
  text: `SELECT coalesce(pool.customers, '[]') AS customers, count_interruption_events(instance_type, availability_zone, region, since) AS events,
      CASE WHEN cardinality(pool.ids) < 3 THEN ARRAY(SELECT count_interruption_events(instance_type, availability_zone, region, since, id) FROM unnest(pool.ids) WITH ORDINALITY AS own (id, place) ORDER BY place) END AS own_events
    FROM (SELECT pools.*, $4::timestamptz - $5 * interval '1 millisecond' AS since
      FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS pools (instance_type, availability_zone, region, place)) AS asked
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('customer_id', customer_id, ${TIMES.map((name) => `'${name}', ${milliseconds(name)}`).join(', ')}) ORDER BY customer_id) AS customers,
        coalesce(array_agg(customer_id ORDER BY customer_id) FILTER (WHERE first IS NOT NULL), '{}') AS ids
      FROM (
        SELECT customer_id, min(at) FILTER (WHERE at <= since) AS before_first, max(at) FILTER (WHERE at <= since) AS before_last, min(at) FILTER (WHERE at > since) AS first, max(at) FILTER (WHERE at > since) AS last
        FROM (
          SELECT customer_id, ${AT} AS at FROM interruption_feedback AS report
          WHERE report.instance_type = asked.instance_type AND report.availability_zone = asked.availability_zone AND report.region = asked.region AND source = 'report'
            AND interruption_timestamp > since - $5 * interval '1 millisecond'
        ) AS reports GROUP BY customer_id
      ) AS seen
    ) AS pool ORDER BY place`,
};

/** Everybody who was interrupted in these pools within the last two windows, in the order of the pools. */
export const customersSeen = (tx: Tx, pools: readonly PoolKey[], { now, windowMs, offsetMs }: Look): Promise<readonly PoolSeen[]> =>
  tx.query<PoolSeen>(READ, [pools.map((pool) => pool.instance_type), pools.map((pool) => pool.availability_zone), pools.map((pool) => pool.region), now, windowMs, offsetMs]);
