import type { InventoryAccount } from '@ml/domain/learning/exposure/hour-account';
import type { Tx } from '../../tx';

interface ClusterRef {
  readonly customer_id: string;
  readonly cluster_id: string;
}

/** Spot nodes of one cluster in one pool. */
export interface PoolNodes extends ClusterRef {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly region: string;
  readonly nodes: number;
  readonly observed_at: Date;
}

const SEE = {
  name: 'inventory-see',
  text: `INSERT INTO cluster_inventory AS kept (customer_id, cluster_id, region, observed_at, mark)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
    ON CONFLICT (customer_id, cluster_id) DO UPDATE SET region = excluded.region, observed_at = excluded.observed_at, mark = excluded.mark
      WHERE (kept.observed_at, kept.mark) < (excluded.observed_at, excluded.mark)
    RETURNING customer_id, cluster_id`,
};

const CLEAR = {
  name: 'inventory-clear',
  text: `DELETE FROM pool_inventory AS held USING unnest($1::text[], $2::text[]) AS seen (customer_id, cluster_id)
    WHERE held.customer_id = seen.customer_id AND held.cluster_id = seen.cluster_id
      AND (held.customer_id, held.cluster_id, held.instance_type, held.availability_zone) NOT IN (SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]))`,
};

const HOLD = {
  name: 'inventory-hold',
  text: `INSERT INTO pool_inventory (customer_id, cluster_id, instance_type, availability_zone, region, nodes, observed_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::timestamptz[])
    ON CONFLICT (customer_id, cluster_id, instance_type, availability_zone) DO UPDATE SET region = excluded.region, nodes = excluded.nodes, observed_at = excluded.observed_at`,
};

const FORGET = `WITH gone AS (DELETE FROM cluster_inventory WHERE observed_at < $1 RETURNING customer_id, cluster_id)
  DELETE FROM pool_inventory AS held USING gone WHERE held.customer_id = gone.customer_id AND held.cluster_id = gone.cluster_id`;

/** Notes when clusters were seen. Those of which nothing newer is known; the customers are locked. */
export const seeClusters = (tx: Tx, seen: readonly InventoryAccount[]): Promise<readonly ClusterRef[]> => {
  const column = <Value>(of: (account: InventoryAccount) => Value): readonly Value[] => seen.map(of);
  return tx.query<ClusterRef>(SEE, [
    column(({ customer_id }) => customer_id),
    column(({ cluster_id }) => cluster_id),
    column(({ region }) => region),
    column(({ observed_at }) => new Date(observed_at).toISOString()),
    column(({ mark }) => mark),
  ]);
};

/** These are all the spot nodes that the clusters have. */
export const holdNodes = async (tx: Tx, clusters: readonly ClusterRef[], held: readonly PoolNodes[]): Promise<void> => {
  const column = <Value>(of: (pool: PoolNodes) => Value): readonly Value[] => held.map(of);
  const keys = [column(({ customer_id }) => customer_id), column(({ cluster_id }) => cluster_id), column(({ instance_type }) => instance_type), column(({ availability_zone }) => availability_zone)];
  await tx.execute(CLEAR, [clusters.map(({ customer_id }) => customer_id), clusters.map(({ cluster_id }) => cluster_id), ...keys]);
  if (held.length > 0) await tx.execute(HOLD, [...keys, column(({ region }) => region), column(({ nodes }) => nodes), column(({ observed_at }) => observed_at.toISOString())]);
};

/** Clusters that nobody has seen since. */
export const forgetInventories = (tx: Tx, before: Date): Promise<number> => tx.execute(FORGET, [before]);
