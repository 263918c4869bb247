import type { PoolKey } from '@ml/contracts/pools';
import type { Tx } from '../../tx';

/** One customer in one pool. */
export interface PoolCustomer extends PoolKey {
  readonly customer_id: string;
}

/** Nodes that a customer lost in one second. */
export interface LossSeen {
  /** Milliseconds since the epoch, whole seconds. */
  readonly at: number;
  readonly nodes: number;
  readonly reports: number;
  /** `hours`: a count of an hour. */
  readonly source: 'report' | 'hours';
}

export interface CustomerSeen extends PoolCustomer {
  /** Nodes that the customer has there as a rule, in hours in which it has any; 0 when that is not known. */
  readonly nodes_had: number;
  readonly losses: readonly LossSeen[];
}

/** Losses of one customer saturate long before. The newest are read; where there are more, the sum never falls. */
const MOST_REPORTS = 5_000;

interface SeenRow extends PoolCustomer {
  readonly nodes_had: number;
  readonly at: readonly number[] | null;
  readonly nodes: readonly number[] | null;
  readonly reports: readonly number[] | null;
  readonly source: readonly ('report' | 'hours')[] | null;
}

const READ = {
  name: 'losses-of-customers',
  text: `SELECT asked.*, coalesce(exposure.instance_hours / nullif(exposure.observed_hours, 0), 0)::float8 AS nodes_had, seen.*
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS asked (instance_type, availability_zone, region, customer_id)
    LEFT JOIN pool_exposure AS exposure USING (instance_type, availability_zone, customer_id)
    CROSS JOIN LATERAL (
      SELECT array_agg(at) AS at, array_agg(nodes) AS nodes, array_agg(reports) AS reports, array_agg(source) AS source
      FROM (
        SELECT (extract(epoch FROM date_trunc('second', newest.interruption_timestamp)) * 1000)::float8 AS at, newest.source, sum(newest.nodes)::float8 AS nodes, count(*)::integer AS reports
        FROM (
          SELECT interruption_timestamp, source, nodes FROM interruption_feedback AS report
          WHERE report.instance_type = asked.instance_type AND report.availability_zone = asked.availability_zone AND report.customer_id = asked.customer_id AND report.interruption_timestamp > $5
          ORDER BY report.interruption_timestamp DESC LIMIT ${String(MOST_REPORTS)}
        ) AS newest
        GROUP BY 1, 2
      ) AS seconds
    ) AS seen`,
};

/** What customers lost since an instant. */
export const lossesSeen = async (tx: Tx, pairs: readonly PoolCustomer[], since: Date): Promise<readonly CustomerSeen[]> => {
  const rows = await tx.query<SeenRow>(READ, [...columnsOf(pairs), since]);
  return rows.map(({ instance_type, availability_zone, region, customer_id, nodes_had, at, nodes, reports, source }) => ({
    instance_type,
    availability_zone,
    region,
    customer_id,
    nodes_had,
    losses: (at ?? []).map((instant, index) => ({ at: instant, nodes: nodes?.[index] ?? 0, reports: reports?.[index] ?? 0, source: source?.[index] ?? 'report' })),
  }));
};

const columnsOf = (pairs: readonly PoolCustomer[]): readonly (readonly string[])[] => [
  pairs.map((pair) => pair.instance_type),
  pairs.map((pair) => pair.availability_zone),
  pairs.map((pair) => pair.region),
  pairs.map((pair) => pair.customer_id),
];

/** Sums against the epoch of decay. */
export interface CustomerLoss extends PoolCustomer {
  readonly reports: number;
  readonly losses: number;
  readonly hour_losses: number;
  readonly nodes_had: number;
  readonly last_at: Date;
}

const KEEP = {
  name: 'losses-keep',
  text: `INSERT INTO pool_losses AS kept (instance_type, availability_zone, region, customer_id, reports, losses, hour_losses, nodes_had, last_at)
    SELECT instance_type, availability_zone, region, customer_id, reports, losses, hour_losses, nodes_had, last_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::float8[], $7::float8[], $8::float8[], $9::timestamptz[])
      AS seen (instance_type, availability_zone, region, customer_id, reports, losses, hour_losses, nodes_had, last_at)
    ON CONFLICT (instance_type, availability_zone, customer_id) DO UPDATE SET reports = excluded.reports, hour_losses = excluded.hour_losses, nodes_had = excluded.nodes_had, last_at = excluded.last_at,
      losses = CASE WHEN excluded.reports >= ${String(MOST_REPORTS)} THEN greatest(kept.losses, excluded.losses) ELSE excluded.losses END`,
};

const FORGET = {
  name: 'losses-forget',
  text: `DELETE FROM pool_losses USING unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS gone (instance_type, availability_zone, region, customer_id)
    WHERE pool_losses.instance_type = gone.instance_type AND pool_losses.availability_zone = gone.availability_zone AND pool_losses.customer_id = gone.customer_id`,
};

export const keepLosses = async (tx: Tx, losses: readonly CustomerLoss[]): Promise<void> => {
  const some = losses.filter(({ reports }) => reports > 0);
  const none = losses.filter(({ reports }) => reports === 0);
  if (some.length > 0) {
    await tx.execute(KEEP, [
      ...columnsOf(some),
      some.map(({ reports }) => reports),
      some.map((loss) => loss.losses),
      some.map(({ hour_losses }) => hour_losses),
      some.map(({ nodes_had }) => nodes_had),
      some.map(({ last_at }) => last_at),
    ]);
  }
  if (none.length > 0) await tx.execute(FORGET, columnsOf(none));
};

const CUSTOMERS = {
  name: 'losses-customers-of-pools',
  text: `SELECT DISTINCT asked.instance_type, asked.availability_zone, asked.region, customer_id
    FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (instance_type, availability_zone, region) JOIN interruption_feedback USING (instance_type, availability_zone)`,
};

/** Everybody who has ever reported anything of these pools. */
export const customersOf = (tx: Tx, pools: readonly PoolKey[]): Promise<readonly PoolCustomer[]> =>
  tx.query<PoolCustomer>(CUSTOMERS, [pools.map((pool) => pool.instance_type), pools.map((pool) => pool.availability_zone), pools.map((pool) => pool.region)]);
