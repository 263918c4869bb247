import { randomUUID } from 'node:crypto';
import type { PoolKey } from '@ml/contracts/pools';
import type { Sql } from '../../../sql';

export interface StoredReport {
  readonly pool: PoolKey;
  readonly customer_id: string;
  readonly at: Date;
}

export const POOL: PoolKey = { instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1' };

/** Another zone for each number. */
export const poolOf = (index: number): PoolKey => ({ instance_type: `m${String(5 + Math.floor(index / 6))}.large`, availability_zone: `us-east-1${'abcdef'[index % 6] ?? 'a'}`, region: 'us-east-1' });

/** As the intake writes them, whatever came before. */
export const storeReports = async (sql: Sql, reports: readonly StoredReport[]): Promise<void> => {
  const rows = reports.map(({ pool, customer_id, at }) => ({ ...pool, interruption_id: randomUUID(), customer_id, cluster_id: `${customer_id}-1`, at: at.toISOString() }));
  await sql.execute(
    `INSERT INTO interruption_feedback (interruption_id, customer_id, cluster_id, instance_type, availability_zone, region, day_of_week, hour_of_day, interruption_timestamp, dedupe_key, body_hash, received_at)
     SELECT interruption_id, customer_id, cluster_id, instance_type, availability_zone, region, 0, 0, at, interruption_id::text, '', at
     FROM jsonb_to_recordset($1::jsonb) AS said (interruption_id uuid, customer_id text, cluster_id text, instance_type text, availability_zone text, region text, at timestamptz)`,
    [JSON.stringify(rows)],
  );
};
