import type { Evidence } from '@ml/domain/learning/score/shrinkage';
import type { Tx } from '../../tx';

/** Interruptions of a node a month that the advisor lets expect of a type; the type '' stands for the mean of its region. */
export interface ExpectedRate {
  readonly region: string;
  readonly instance_type: string;
  readonly rate: number;
}

export interface GroupAsOf {
  readonly decay: number;
  readonly monthHours: number;
  /** Of a type of which neither the advisor nor an earlier lesson says anything. */
  readonly unknownRate: number;
  /** Months that a pool is worth at most (see `poolShare`). */
  readonly poolMemory: number;
}

/** Losses against expected losses, by customer. The family '' stands for the whole region. */
export interface GroupEvidence {
  readonly region: string;
  readonly family: string;
  readonly evidence: Evidence;
}

interface Row {
  readonly region: string;
  readonly family: string;
  readonly lost: readonly number[];
  readonly expected: readonly number[];
  readonly others: number;
}

const READ = `WITH rates AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::float8[]) AS rates (region, instance_type, rate)
  ), shares AS (
    SELECT instance_type, availability_zone, 1 / (1 + sum(effective) * $4 / $5 / $7) AS share FROM pool_exposure WHERE effective > 0 GROUP BY instance_type, availability_zone
  ), seen AS (
    SELECT exposure.region, split_part(exposure.instance_type, '.', 1) AS family, exposure.customer_id, coalesce(greatest(loss.losses, loss.hour_losses), 0) * $4 * share AS losses,
      exposure.effective * $4 / $5 * share * coalesce(own.rate, mean.rate, lesson.advisor_rate, $6) AS expected
    FROM pool_exposure AS exposure JOIN shares USING (instance_type, availability_zone)
    LEFT JOIN pool_losses AS loss USING (instance_type, availability_zone, customer_id)
    LEFT JOIN rates AS own ON own.region = exposure.region AND own.instance_type = exposure.instance_type
    LEFT JOIN rates AS mean ON mean.region = exposure.region AND mean.instance_type = ''
    LEFT JOIN risk_score_adjustments AS lesson ON lesson.instance_type = exposure.instance_type AND lesson.availability_zone = exposure.availability_zone
    WHERE exposure.effective > 0
  ), by_customer AS (
    SELECT region, coalesce(family, '') AS family, customer_id, sum(losses) AS losses, sum(expected) AS expected FROM seen GROUP BY GROUPING SETS ((region, family, customer_id), (region, customer_id))
  ), ranked AS (
    SELECT *, losses > 0 OR row_number() OVER (PARTITION BY region, family, losses > 0 ORDER BY expected DESC) <= 2 AS named FROM by_customer
  )
  SELECT region, family, coalesce(array_agg(losses ORDER BY losses, expected) FILTER (WHERE named), '{}') AS lost, coalesce(array_agg(expected ORDER BY losses, expected) FILTER (WHERE named), '{}') AS expected,
    coalesce(sum(expected ORDER BY expected) FILTER (WHERE NOT named), 0) AS others
  FROM ranked GROUP BY region, family ORDER BY region, family`;

/** What regions and families lost against what was to be expected, of customers whose exposure is known. */
export const groupEvidence = async (tx: Tx, rates: readonly ExpectedRate[], { decay, monthHours, unknownRate, poolMemory }: GroupAsOf): Promise<readonly GroupEvidence[]> => {
  const rows = await tx.query<Row>(READ, [rates.map(({ region }) => region), rates.map(({ instance_type }) => instance_type), rates.map(({ rate }) => rate), decay, monthHours, unknownRate, poolMemory]);
  return rows.map(({ region, family, lost, expected, others }) => ({
    region,
    family,
    evidence: { customers: lost.map((losses, index) => ({ losses, exposure: expected[index] ?? 0 })), others },
  }));
};

export interface GroupRatio {
  readonly region: string;
  readonly family: string;
  readonly ratio: number;
}

/** In the place of all that were known. Whoever else does so waits; whoever reads them does not. */
export const keepRatios = async (tx: Tx, ratios: readonly GroupRatio[], learnedAt: Date): Promise<void> => {
  await tx.execute('LOCK TABLE learned_ratios IN SHARE ROW EXCLUSIVE MODE');
  await tx.execute('DELETE FROM learned_ratios');
  await tx.execute('INSERT INTO learned_ratios (region, family, ratio, learned_at) SELECT region, family, ratio, $4 FROM unnest($1::text[], $2::text[], $3::float8[]) AS learned (region, family, ratio)', [
    ratios.map(({ region }) => region),
    ratios.map(({ family }) => family),
    ratios.map(({ ratio }) => ratio),
    learnedAt,
  ]);
};
