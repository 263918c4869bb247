import pg from 'pg';

/** Rows of one statement. */
const ROWS_AT_A_TIME = 250_000;
/** A scan of an account finds so many. */
const ROWS_PER_SCAN = 500;

/**
 * Resources as scans leave them: an account a scan, its hash and that of the scan the same in all its rows; two metrics, some tags, a parent for every third; a third of them acted on.
 */
const ROWS = `
  insert into ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level,
      metrics_summary, cost_monthly, cost_real_monthly, cost_variance_pct, user_action, resource_config, tags_anonymized, parent_resource_hash, parent_resource_type, parent_resource_state,
      temporal_features, detected_at, created_at)
    select encode(sha256(('a' || scan)::bytea), 'hex'), encode(sha256(('r' || n)::bytea), 'hex'), encode(sha256(('s' || scan)::bytea), 'hex'),
      (array['ebs_volume','ec2_instance','elastic_ip','rds_instance','nat_gateway','load_balancer'])[1 + n % 6], (array['aws','aws','azure','gcp'])[1 + scan % 4], (array['us-*','eu-*','ap-*'])[1 + n % 3],
      ((n::bigint * 7919) % 1500)::int, (array['idle_volume','stopped_instance','unassociated_ip','idle_database','no_traffic'])[1 + n % 5], (array['critical','high','medium','low'])[1 + n % 4],
      jsonb_build_object('cpu_utilization', jsonb_build_object('avg', (n * 31 % 1000) / 10.0, 'p50', (n * 37 % 1000) / 10.0, 'p95', (n * 41 % 1000) / 10.0, 'p99', (n * 43 % 1000) / 10.0, 'trend', 'stable'),
        'network_in', jsonb_build_object('avg', n % 977, 'p50', n % 971, 'p95', n % 967, 'p99', n % 953, 'trend', 'volatile')),
      (n::bigint * 104729 % 99991) / 100.0, case when n % 2 = 0 then (n::bigint * 104723 % 99991) / 100.0 end, case when n % 2 = 0 then (n % 400) - 200 end, case when n % 3 = 0 then (array['deleted','ignored','kept'])[1 + n % 3] end,
      jsonb_build_object('size_gb', (1 + n % 40) * 25, 'volume_type', (array['gp2','gp3','io1'])[1 + n % 3]), jsonb_build_object('env', (array['prod','dev','test'])[1 + n % 3]),
      case when n % 3 = 0 then encode(sha256(('p' || n)::bytea), 'hex') end, case when n % 3 = 0 then 'ec2_instance' end, case when n % 3 = 0 then 'stopped' end,
      jsonb_build_object('created_hour_of_day', n % 24, 'created_day_of_week', 1 + n % 7, 'created_day_of_month', 1 + n % 28, 'is_weekend', n % 7 > 4, 'is_business_hours', n % 24 between 9 and 17),
      timestamptz '2026-11-20T12:00:00.123456Z' - make_interval(secs => scan % 86400), timestamptz '2026-11-20T12:00:05Z' - make_interval(secs => scan % 86400)
    from (select n, n / $3 as scan from generate_series($1::int, $2::int) n) numbered`;

/** Leaves exactly so many rows in the table, without the indexes that an export does not read. */
export const loadExportRows = async (adminUrl: string, rows: number): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('set search_path to collector; set synchronous_commit to off');
    const { rows: indexes } = await client.query<{ name: string }>(`select indexname as name from pg_indexes where tablename = 'ml_training_data' and indexname like 'idx%'`);
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    const { rows: counted } = await client.query<{ count: string }>('select count(*) as count from ml_training_data');
    for (let from = Number(counted[0]?.count ?? 0); from < rows; from += ROWS_AT_A_TIME) await client.query(ROWS, [from, Math.min(rows, from + ROWS_AT_A_TIME) - 1, ROWS_PER_SCAN]);
    await client.query('vacuum analyze ml_training_data');
  } finally {
    await client.end();
  }
};
