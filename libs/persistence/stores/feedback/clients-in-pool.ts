import type { PoolKey } from '@ml/contracts/pools';
import type { Tx } from '../../tx';

/** A cluster that nobody has seen for longer may be gone. */
export const SEEN_WITHIN = "interval '24 hours'";

export interface ClientsAsked extends Pick<PoolKey, 'instance_type' | 'availability_zone'> {
  /** Customers who know already: they were interrupted themselves. */
  readonly except: readonly string[];
}

export interface ClientsInPool {
  readonly count: number;
  readonly customer_ids: readonly string[];
}

/** `NOT IN` is a look into a hash: nothing is null here. An anti join is planned for few clients, and compares thousands with thousands. */
const QUERY = {
  name: 'clients-in-pools',
  text: `WITH asked AS (
      SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (instance_type, availability_zone, place)
    ), excepted AS MATERIALIZED (
      SELECT * FROM unnest($3::bigint[], $4::text[]) AS excepted (place, customer_id)
    ), clients AS (
      SELECT DISTINCT place, customer_id
      FROM asked JOIN pool_inventory AS held USING (instance_type, availability_zone) JOIN cluster_inventory AS cluster USING (customer_id, cluster_id)
      WHERE nodes > 0 AND cluster.observed_at > $5::timestamptz - ${SEEN_WITHIN}
    )
    SELECT place::integer, count(*)::integer AS count, (array_agg(customer_id ORDER BY customer_id))[1:$6] AS customer_ids
    FROM clients WHERE (place, customer_id) NOT IN (SELECT place, customer_id FROM excepted) GROUP BY place`,
};

export interface ClientsLimits {
  /** Names of one pool at most; all are counted. */
  readonly limit: number;
  readonly now: Date;
}

/** Other customers with spot nodes in each pool, by the newest snapshots of their clusters, in the order of the pools. */
export const clientsInPools = async (sql: Pick<Tx, 'query'>, pools: readonly ClientsAsked[], { limit, now }: ClientsLimits): Promise<readonly ClientsInPool[]> => {
  if (pools.length === 0) return [];
  const excepted = pools.flatMap(({ except }, index) => except.map((customer) => [index + 1, customer] as const));
  const rows = await sql.query<ClientsInPool & { readonly place: number }>(QUERY, [
    pools.map(({ instance_type }) => instance_type),
    pools.map(({ availability_zone }) => availability_zone),
    excepted.map(([place]) => place),
    excepted.map(([, customer]) => customer),
    now,
    limit,
  ]);
  const known = new Map(rows.map(({ place, count, customer_ids }) => [place, { count, customer_ids }]));
  return pools.map((_, index) => known.get(index + 1) ?? { count: 0, customer_ids: [] });
};
