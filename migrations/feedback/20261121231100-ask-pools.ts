import { sqlMigration } from '../shared/sql-migration';

/**
 * Nodes of a pool that go within three minutes go together. Events are counted from the latest report backwards: row by row while events are short, so that tens of thousands are
 * read at once; over those that go on with a look into the index, so that a thousand reports of one are not.
 * Plans are kept: one that was made while the table was small would read all of it until somebody counts its rows, so it goes by the index from the beginning.
 */
const COUNT_EVENTS = `CREATE FUNCTION count_interruption_events(p_instance_type text, p_availability_zone text, p_region text, p_since timestamptz, p_customer_id text DEFAULT NULL)
  RETURNS integer LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
  DECLARE
    before timestamptz := 'infinity';
    events integer := 0;
    seen integer;
    same integer;
    moment timestamptz;
  BEGIN
    LOOP
      seen := 0;
      same := 0;
      FOR moment IN
        SELECT interruption_timestamp FROM interruption_feedback
        WHERE instance_type = p_instance_type AND availability_zone = p_availability_zone AND region = p_region AND source = 'report'
          AND interruption_timestamp > p_since AND interruption_timestamp < before AND (p_customer_id IS NULL OR customer_id = p_customer_id)
        ORDER BY interruption_timestamp DESC LIMIT 1000
      LOOP
        seen := seen + 1;
        IF moment < before THEN
          events := events + 1;
          before := moment - interval '3 minutes';
          same := 0;
        ELSE
          same := same + 1;
          EXIT WHEN same = 8;
        END IF;
      END LOOP;
      EXIT WHEN seen < 1000 AND same < 8;
    END LOOP;
    RETURN events;
  END $$`;

/**
 * What `levelCourse` of libs/domain/learning/pool-level.ts says, at any instant; a spec compares them. A report from the future counts from when it came:
 * `p_ahead` is by how much `p_at` is ahead of the clock that stamps reports, nothing but in tests.
 */
const RISK_AT = `CREATE FUNCTION pool_risk_at(p_instance_type text, p_availability_zone text, p_region text, p_at timestamptz, p_window interval, p_ahead interval DEFAULT '0')
  RETURNS TABLE (risk_level text, affected_clients_count integer, recent_interruptions integer, first_interruption_time timestamptz, last_interruption_time timestamptz)
  LANGUAGE plpgsql STABLE ROWS 1 SET enable_seqscan = off AS $$
  #variable_conflict use_column
  DECLARE
    since timestamptz := p_at - p_window;
  BEGIN
    RETURN QUERY
    WITH reports AS (
      SELECT customer_id, date_trunc('milliseconds', least(interruption_timestamp, created_at + p_ahead)) AS at FROM interruption_feedback
      WHERE instance_type = p_instance_type AND availability_zone = p_availability_zone AND region = p_region AND source = 'report' AND interruption_timestamp > since - p_window
    ), customers AS (
      SELECT min(at) FILTER (WHERE at <= since) AS before_first, max(at) FILTER (WHERE at <= since) AS before_last, min(at) FILTER (WHERE at > since) AS first, max(at) FILTER (WHERE at > since) AS last
      FROM reports WHERE at <= p_at AND at > since - p_window GROUP BY customer_id
    ), stays AS (
      SELECT coalesce(before_first, first) AS since, CASE WHEN last IS NULL OR first > before_last + p_window THEN before_last ELSE last END + p_window AS until FROM customers
      UNION ALL
      SELECT first, last + p_window FROM customers WHERE first > before_last + p_window
    ), turns AS (
      SELECT at, sum(step) AS step FROM (SELECT stays.since AS at, 1 AS step FROM stays UNION ALL SELECT stays.until, -1 FROM stays) AS steps GROUP BY at
    ), counted AS (
      SELECT at, step, sum(step) OVER (ORDER BY at) AS present FROM turns
    ), summed AS (
      SELECT count(first)::integer AS clients, min(first) AS first, max(last) AS last,
        (SELECT max(at) FROM counted WHERE at <= p_at AND present < 3 AND present - step >= 3) AS risky_until
      FROM customers
    )
    SELECT CASE WHEN clients >= 3 THEN 'CONFIRMED_RISKY' WHEN clients = 2 OR risky_until > since THEN 'UNCERTAIN' ELSE 'NORMAL' END,
      clients, count_interruption_events(p_instance_type, p_availability_zone, p_region, since), first, last
    FROM summed;
  END $$`;

/**
 * Everything that is known of a pool now, whether or not anybody has heard of it. Small looks with plans that are kept: one statement that joined them all would be planned for longer
 * than it takes. What one customer alone has seen is looked for when it is named, and too few others are there to hide among.
 */
const STATUS_AT = `CREATE FUNCTION pool_status_at(p_instance_type text, p_availability_zone text, p_region text, p_window interval, p_ahead interval, p_customer_id text)
  RETURNS TABLE (risk_level text, affected_clients_count integer, recent_interruptions integer, last_interruption_time timestamptz, own_interruptions integer, own_last timestamptz,
    episode_id uuid, episode_customers integer, ends_at timestamptz, blocked_until timestamptz, final_score float8, confidence float8, ratio float8)
  LANGUAGE plpgsql STABLE ROWS 1 SET enable_seqscan = off AS $$
  #variable_conflict use_column
  DECLARE
    moment timestamptz := clock_timestamp() + p_ahead;
    risk record;
    own record;
    episode record;
    lesson record;
    block timestamptz;
    expected float8;
  BEGIN
    SELECT * INTO risk FROM pool_risk_at(p_instance_type, p_availability_zone, p_region, moment, p_window, p_ahead);
    SELECT NULL::integer AS interruptions, NULL::timestamptz AS last INTO own;
    IF p_customer_id IS NOT NULL AND risk.affected_clients_count < 3 THEN
      SELECT count_interruption_events(p_instance_type, p_availability_zone, p_region, moment - p_window, p_customer_id) AS interruptions, max(interruption_timestamp) AS last INTO own
      FROM interruption_feedback WHERE instance_type = p_instance_type AND availability_zone = p_availability_zone AND region = p_region AND source = 'report'
        AND interruption_timestamp > moment - p_window AND customer_id = p_customer_id;
    END IF;
    SELECT e.episode_id AS id, customers, e.ends_at AS until INTO episode FROM pool_episodes AS e
      WHERE instance_type = p_instance_type AND availability_zone = p_availability_zone AND ended_at IS NULL AND risk.risk_level <> 'NORMAL';
    SELECT b.blocked_until INTO block FROM pool_blocks AS b WHERE instance_type = p_instance_type AND availability_zone = p_availability_zone AND b.blocked_until > moment;
    SELECT l.final_score::float8 AS score, l.confidence::float8 AS sure INTO lesson FROM risk_score_adjustments AS l WHERE instance_type = p_instance_type AND availability_zone = p_availability_zone;
    SELECT r.ratio INTO expected FROM learned_ratios AS r WHERE region = p_region AND family IN (split_part(p_instance_type, '.', 1), '') ORDER BY family DESC LIMIT 1;
    RETURN QUERY SELECT risk.risk_level, risk.affected_clients_count, risk.recent_interruptions, risk.last_interruption_time, own.interruptions, own.last,
      episode.id, episode.customers, episode.until, block, lesson.score, lesson.sure, expected;
  END $$`;

const STATUS = `CREATE FUNCTION get_pool_risk_status(p_instance_type varchar, p_availability_zone varchar, p_region varchar, p_window_minutes integer DEFAULT 60)
  RETURNS TABLE (risk_level text, affected_clients_count integer, recent_interruptions integer, first_interruption_time timestamptz, last_interruption_time timestamptz)
  LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT * FROM pool_risk_at(p_instance_type, p_availability_zone, p_region, clock_timestamp(), p_window_minutes * interval '1 minute')
  $$`;

/** Pools that anybody was interrupted in within the last two hours, by the window of an hour. */
const SUMMARY = `CREATE VIEW cross_client_pattern_summary AS
  SELECT pools.instance_type, pools.availability_zone, pools.region, status.risk_level, status.affected_clients_count, status.recent_interruptions AS interruptions_in_window,
    status.first_interruption_time, status.last_interruption_time
  FROM (SELECT DISTINCT instance_type, availability_zone, region FROM interruption_feedback WHERE interruption_timestamp > clock_timestamp() - interval '2 hours' AND source = 'report') AS pools,
    LATERAL get_pool_risk_status(pools.instance_type, pools.availability_zone, pools.region) AS status`;

/** For people and dashboards, by the names that the contract gives. */
export const askPools = sqlMigration('AskPools1795302660000', [COUNT_EVENTS, RISK_AT, STATUS_AT, STATUS, SUMMARY]);
