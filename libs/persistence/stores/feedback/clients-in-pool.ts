import type { PoolKey } from '@ml/contracts/pools';
import type { Sql } from '../../sql';

/** A cluster that nobody has seen for longer may be gone. */
export const SEEN_WITHIN = "interval '24 hours'";

export interface ClientsAsked {
  /** Customers who know already: they were interrupted themselves. */
  readonly except: readonly string[];
  /** Names at most; all are counted. */
  readonly limit: number;
  readonly now: Date;
}

export interface ClientsInPool {
  readonly count: number;
  readonly customer_ids: readonly string[];
}

const QUERY = `WITH clients AS (
    SELECT DISTINCT customer_id FROM pool_inventory AS held JOIN cluster_inventory AS cluster USING (customer_id, cluster_id)
     WHERE instance_type = $1 AND availability_zone = $2 AND nodes > 0 AND cluster.observed_at > $3::timestamptz - ${SEEN_WITHIN} AND customer_id <> ALL ($4::text[]))
  SELECT (SELECT count(*) FROM clients) AS count, ARRAY(SELECT customer_id FROM clients ORDER BY customer_id LIMIT $5) AS customer_ids`;

/** Other customers with spot nodes in a pool, by the newest snapshots of their clusters. */
export const clientsInPool = async (sql: Sql, { instance_type, availability_zone }: Pick<PoolKey, 'instance_type' | 'availability_zone'>, asked: ClientsAsked): Promise<ClientsInPool> => {
  const [row] = await sql.query<ClientsInPool>(QUERY, [instance_type, availability_zone, asked.now, [...asked.except], asked.limit]);
  return row ?? { count: 0, customer_ids: [] };
};
