import type { PoolKey } from '@ml/contracts/pools';
import type { CustomerEvidence } from '@ml/domain/learning/score/shrinkage';
import type { Tx } from '../../tx';

/** What takes sums against the epoch of decay to what counts now. */
export interface AsOf {
  readonly decay: number;
  readonly monthHours: number;
  /** From so many hours on, a customer's nodes say something of a pool without any interruption. */
  readonly noticedHours: number;
}

export interface PoolEvidenceRow {
  /** Place in the list of pools that was asked for. */
  readonly place: number;
  /** Who lost something, and the two largest of the others: losses, and exposure in months. */
  readonly customers: readonly CustomerEvidence[];
  readonly others: number;
  readonly other_customers: number;
  readonly reports: number;
  /** Customers that had nodes there for long enough and lost none. */
  readonly spared: number;
  /** Of all customers, in months. */
  readonly exposure: number;
  readonly losses: number;
}

interface Row extends Omit<PoolEvidenceRow, 'customers' | 'exposure' | 'losses'> {
  readonly lost: readonly number[];
  readonly exposed: readonly number[];
}

const READ = {
  name: 'evidence-of-pools',
  text: `WITH asked AS (
      SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS pools (instance_type, availability_zone, place)
    ), lost AS (
      SELECT place, customer_id, greatest(losses, hour_losses) * $4::float8 AS losses, reports FROM asked JOIN pool_losses USING (instance_type, availability_zone)
    ), exposed AS (
      SELECT place, customer_id, greatest(0, effective) * $4::float8 / $5 AS months, instance_hours::float8 AS hours FROM asked JOIN pool_exposure USING (instance_type, availability_zone)
    ), by_customer AS MATERIALIZED (
      SELECT place, coalesce(losses, 0) AS losses, coalesce(reports, 0) AS reports, coalesce(months, 0) AS months, coalesce(hours, 0) AS hours FROM lost FULL JOIN exposed USING (place, customer_id)
    ), ranked AS (
      SELECT *, true AS named FROM by_customer WHERE losses > 0
      UNION ALL
      SELECT *, row_number() OVER (PARTITION BY place ORDER BY months DESC) <= 2 FROM by_customer WHERE losses <= 0
    )
    SELECT place::integer, coalesce(array_agg(losses) FILTER (WHERE named), '{}') AS lost, coalesce(array_agg(months) FILTER (WHERE named), '{}') AS exposed,
      coalesce(sum(months) FILTER (WHERE NOT named), 0) AS others, count(*) FILTER (WHERE NOT named AND months >= $3::float8 / $5)::integer AS other_customers,
      sum(reports)::integer AS reports, count(*) FILTER (WHERE reports = 0 AND hours >= $3)::integer AS spared
    FROM ranked GROUP BY place ORDER BY place`,
};

/** What customers saw in pools, as it counts at an instant. Pools of which nobody saw anything are left out. */
export const readEvidence = async (tx: Tx, pools: readonly Pick<PoolKey, 'instance_type' | 'availability_zone'>[], asOf: AsOf): Promise<readonly PoolEvidenceRow[]> => {
  const rows = await tx.query<Row>(READ, [pools.map((pool) => pool.instance_type), pools.map((pool) => pool.availability_zone), asOf.noticedHours, asOf.decay, asOf.monthHours]);
  return rows.map(({ lost, exposed, ...row }) => {
    const customers = lost.map((losses, index) => ({ losses, exposure: exposed[index] ?? 0 }));
    return { ...row, customers, losses: sumOf(lost), exposure: sumOf(exposed) + row.others };
  });
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
