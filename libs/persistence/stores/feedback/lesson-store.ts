import type { PoolKey } from '@ml/contracts/pools';
import type { Tx } from '../../tx';

type PoolRef = Pick<PoolKey, 'instance_type' | 'availability_zone'>;

/** What there is to say of a pool before its own evidence is looked at. */
export interface PoolGround {
  /** Place in the list of pools that was asked for. */
  readonly place: number;
  /** What was learned of its family in its region, else of its region; null when nothing was. */
  readonly ratio: number | null;
  /** Of the lesson before; null when there is none. */
  readonly advisor_rate: number | null;
  readonly advisor_known: boolean | null;
  /** What was learned before was an advisor class or more from what the advisor says, with confidence. */
  readonly was_far: boolean;
  /** Of reports one by one: events. */
  readonly events: number;
  /** Counts of hours in which the customer reported nothing one by one. */
  readonly counted_hours: number;
}

const GROUND = {
  name: 'lessons-ground',
  text: `SELECT place::integer, coalesce(family.ratio, region.ratio) AS ratio, lesson.advisor_rate, lesson.advisor_known,
      coalesce(lesson.advisor_known AND abs(lesson.final_score - lesson.base_score) >= 0.25 AND lesson.confidence >= 0.8, false) AS was_far,
      count_interruption_events(asked.instance_type, asked.availability_zone, asked.region, $4) AS events, coalesce(hours.counted, 0)::integer AS counted_hours
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (instance_type, availability_zone, region, place)
    LEFT JOIN learned_ratios AS family ON family.region = asked.region AND family.family = split_part(asked.instance_type, '.', 1)
    LEFT JOIN learned_ratios AS region ON region.region = asked.region AND region.family = ''
    LEFT JOIN risk_score_adjustments AS lesson ON lesson.instance_type = asked.instance_type AND lesson.availability_zone = asked.availability_zone
    LEFT JOIN LATERAL (
      SELECT count(*) AS counted FROM interruption_feedback AS hour
      WHERE hour.source = 'hours' AND hour.instance_type = asked.instance_type AND hour.availability_zone = asked.availability_zone AND hour.interruption_timestamp > $4
        AND NOT EXISTS (
          SELECT 1 FROM interruption_feedback AS report
          WHERE report.source = 'report' AND report.instance_type = hour.instance_type AND report.availability_zone = hour.availability_zone AND report.customer_id = hour.customer_id
            AND report.interruption_timestamp >= date_trunc('hour', hour.interruption_timestamp) AND report.interruption_timestamp < date_trunc('hour', hour.interruption_timestamp) + interval '1 hour')
    ) AS hours ON true
    ORDER BY place`,
};

export const groundOf = (tx: Tx, pools: readonly PoolKey[], since: Date): Promise<readonly PoolGround[]> => tx.query<PoolGround>(GROUND, [...refs(pools), pools.map(({ region }) => region), since]);

/** What was learned of a pool. Scores 1 = safe, rates in interruptions of a node a month. */
export interface Lesson extends PoolKey {
  readonly base_score: number;
  readonly final_score: number;
  readonly confidence: number;
  /** Reports, and counts of hours. */
  readonly total_observations: number;
  /** Events. */
  readonly interruption_count: number;
  readonly successful_deployments: number;
  readonly customers: number;
  readonly losses: number;
  readonly exposure: number;
  readonly prior_rate: number;
  readonly advisor_rate: number;
  readonly advisor_known: boolean;
}

const COLUMNS = `instance_type, availability_zone, region, base_score, customer_adjustment, final_score, confidence, total_observations, interruption_count, successful_deployments, customers, \
losses, exposure, prior_rate, advisor_rate, advisor_known, learned_at`;

const KEEP = {
  name: 'lessons-keep',
  text: `INSERT INTO risk_score_adjustments AS lesson (${COLUMNS})
    SELECT instance_type, availability_zone, region, base_score, final_score - base_score, final_score, confidence, total_observations, interruption_count, successful_deployments, customers,
      losses, exposure, prior_rate, advisor_rate, advisor_known, $2
    FROM jsonb_to_recordset($1::jsonb) AS learned (instance_type text, availability_zone text, region text, base_score numeric(5,4), final_score numeric(5,4), confidence numeric(5,4), total_observations integer,
      interruption_count integer, successful_deployments integer, customers integer, losses float8, exposure float8, prior_rate float8, advisor_rate float8, advisor_known boolean)
    ON CONFLICT (instance_type, availability_zone) DO UPDATE SET (${COLUMNS}, last_updated) = (${COLUMNS.replaceAll(/\w+/gu, 'excluded.$&')}, now())`,
};

/** Patterns that are kept with a lesson stay as they are. */
export const keepLessons = async (tx: Tx, lessons: readonly Lesson[], learnedAt: Date): Promise<void> => {
  if (lessons.length > 0) await tx.execute(KEEP, [JSON.stringify(lessons), learnedAt]);
};

const FORGET = {
  name: 'lessons-forget',
  text: `DELETE FROM risk_score_adjustments USING unnest($1::text[], $2::text[]) AS gone (instance_type, availability_zone)
    WHERE risk_score_adjustments.instance_type = gone.instance_type AND risk_score_adjustments.availability_zone = gone.availability_zone`,
};

export const forgetLessons = async (tx: Tx, pools: readonly PoolRef[]): Promise<void> => {
  if (pools.length > 0) await tx.execute(FORGET, refs(pools));
};

const refs = (pools: readonly PoolRef[]): readonly (readonly string[])[] => [pools.map(({ instance_type }) => instance_type), pools.map(({ availability_zone }) => availability_zone)];
