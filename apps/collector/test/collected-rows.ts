import type { Database } from '@ml/persistence/database';

/** So many resources of 20 accounts, half of them acted on; every third with a text that needs care. Ids are hashes as a scan leaves them. */
export const storeResources = (database: Database, count: number, { account = 'a', ageDays = 1 } = {}): Promise<number> =>
  database.execute(
    `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level,
         metrics_summary, cost_monthly, user_action, resource_config, tags_anonymized, parent_resource_type, parent_resource_state, temporal_features, detected_at, created_at)
       SELECT encode(sha256(($2 || n % 20)::bytea), 'hex'), encode(sha256(($2 || 'r' || n)::bytea), 'hex'), encode(sha256(($2 || 's')::bytea), 'hex'), (array['ebs_volume','ec2_instance'])[1 + n % 2], 'aws', 'us-*', n % 400,
         (array['idle_volume','stopped_instance','it''s "a, b"'])[1 + n % 3], 'high', jsonb_build_object('cpu_utilization', jsonb_build_object('avg', n % 100, 'p95', n % 100 + 0.5, 'trend', E'sta\\tble "\\\\"')),
         n / 7.0, CASE WHEN n % 2 = 0 THEN CASE WHEN n % 4 = 0 OR n % 400 > 300 THEN 'deleted' ELSE 'kept' END END, jsonb_build_object('size_gb', n), NULL, CASE WHEN n % 3 = 0 THEN 'ec2_instance' END, CASE WHEN n % 3 = 0 THEN 'stopped' END,
         jsonb_build_object('created_hour_of_day', n % 24, 'is_weekend', n % 7 > 4), now() - make_interval(days => $3, secs => n + 0.123456), now() - make_interval(days => $3)
       FROM generate_series(1, $1) n`,
    [count, account, ageDays],
  );

export const storeTrend = (database: Database, month: string): Promise<number> =>
  database.execute(
    `INSERT INTO cost_trend_data (account_hash, month, provider, total_spend, total_spend_source, waste_detected, waste_eliminated, waste_percentage, top_waste_categories)
     VALUES (encode(sha256('a'::bytea), 'hex'), $1, 'aws', 1250.5, 'posted', 45.2, 0, 3.6145, '[{"category": "idle_volume", "amount": 45.2}]')`,
    [month],
  );
