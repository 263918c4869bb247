import type { PoolKey } from '@ml/contracts/pools';
import type { CustomerEvidence } from '@ml/domain/learning/shrinkage';
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

const MONTHS = 'effective * $4 / $5';

const READ = {
  name: 'evidence-of-pools',
  text: `WITH asked AS (
      SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS pools (instance_type, availability_zone, place)
    ), parts AS (
      SELECT place, customer_id, greatest(losses, hour_losses) AS losses, reports, 0::float8 AS effective, 0::numeric AS hours FROM asked JOIN pool_losses USING (instance_type, availability_zone)
      UNION ALL
      SELECT place, customer_id, 0, 0, effective, instance_hours FROM asked JOIN pool_exposure USING (instance_type, availability_zone)
    ), by_customer AS (
      SELECT place, customer_id, sum(losses) * $4 AS losses, sum(reports) AS reports, greatest(0, sum(${MONTHS})) AS months, sum(hours) AS hours FROM parts GROUP BY place, customer_id
    ), ranked AS (
      SELECT *, losses > 0 OR row_number() OVER (PARTITION BY place, losses > 0 ORDER BY months DESC) <= 2 AS named FROM by_customer
    )
    SELECT place::integer, coalesce(array_agg(losses ORDER BY losses, months) FILTER (WHERE named), '{}') AS lost, coalesce(array_agg(months ORDER BY losses, months) FILTER (WHERE named), '{}') AS exposed,
      coalesce(sum(months ORDER BY months) FILTER (WHERE NOT named), 0) AS others, count(*) FILTER (WHERE NOT named AND months >= $3 / $5)::integer AS other_customers,
      coalesce(sum(reports), 0)::integer AS reports, count(*) FILTER (WHERE reports = 0 AND hours >= $3::numeric)::integer AS spared
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
