import { expect, it } from 'vitest';
import { MOST_RESOURCES } from '@ml/contracts/dto/collection-scan-dto';
import { MOST_COST } from '@ml/domain/anonymise/anonymise-resource';
import { ownedDatabase } from '@ml/testing/owned-database';
import { refreshCostTrend } from './refresh-cost-trend';

const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 2 });

const ACCOUNT = 'a'.repeat(64);
const SCAN = 'b'.repeat(64);
const AT = '2026-11-20T10:00:00Z';

/** Rows that each cost as much as thousands of the dearest resources: the sum is that of the largest scan. */
const ROWS_COUNT = 4;
const COST = (MOST_COST * MOST_RESOURCES) / ROWS_COUNT;
const ROWS = `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, cost_monthly, detected_at)
  SELECT $1, 'r' || n, $2, 'ebs_volume', 'aws', 'us-*', 10, 'idle_volume', 'high', $3, $4 FROM generate_series(1, $5::integer) AS n`;
const PATTERNS = `INSERT INTO user_action_patterns (user_hash, account_hash, resource_hash, resource_type, provider, detection_scenario, confidence_level, action_taken, time_to_action_hours, cost_monthly, cost_saved_monthly, detected_at, action_at)
  SELECT $1, $1, 'r' || n, 'ebs_volume', 'aws', 'idle_volume', 'high', 'deleted', 0, $2, $2, $3, $3 FROM generate_series(1, $4::integer) AS n`;
const SCANNED = `INSERT INTO collection_scans (scan_hash, content_hash, user_hash, account_hash, key_version, provider, completed_at, status, resources, refused, fault_count) VALUES ($1, '', $2, $2, 1, 'aws', $3, 'stored', $4, 0, 0)`;
const TREND = 'SELECT total_spend::text, waste_detected::text, waste_eliminated::text, waste_percentage::text FROM cost_trend_data';

it('holds what the largest scan that is taken can cost, and what deleting all of it saves', async () => {
  await database.execute(ROWS, [ACCOUNT, SCAN, COST, AT, ROWS_COUNT]);
  await database.execute(PATTERNS, [ACCOUNT, COST, AT, ROWS_COUNT]);
  await database.execute(SCANNED, [SCAN, ACCOUNT, AT, MOST_RESOURCES]);
  await database.transaction((tx) => refreshCostTrend(tx, { account_hash: ACCOUNT, month: '2026-11' }));
  const all = `${(BigInt(MOST_COST) * BigInt(MOST_RESOURCES)).toString()}.0000`;
  expect(await database.query(TREND)).toEqual([{ total_spend: all, waste_detected: all, waste_eliminated: all, waste_percentage: '100.0000' }]);
});
