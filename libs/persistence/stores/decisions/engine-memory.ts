import type { Memory } from '@ml/contracts/decision';
import type { EngineType } from '@ml/contracts/engine-types';
import type { Database } from '../../database';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';
import type { DecisionRecord } from './decision-record';

export interface MemoryQuery {
  readonly tenant: string;
  readonly clusterId: string;
  readonly engineType: EngineType;
  /** What had expired by then is not remembered. */
  readonly at: Date;
}

const RECALL = `SELECT key, value, expires_at FROM engine_memory
  WHERE tenant = $1 AND cluster_id = $2 AND engine_type = $3 AND expires_at > $4 ORDER BY key`;

/** In the order of keys: the same memory gives the same bytes. */
export const recall = async (database: Database, { tenant, clusterId, engineType, at }: MemoryQuery): Promise<readonly Memory[]> => {
  const rows = await database.query<{ key: string; value: unknown; expires_at: Date }>(RECALL, [tenant, clusterId, engineType, at]);
  return rows.map(({ key, value, expires_at }) => ({ key, value, expires_at: expires_at.toISOString() }));
};

const REMEMBER = {
  name: 'engine-memory-remember',
  text: `INSERT INTO engine_memory (tenant, cluster_id, engine_type, key, value, expires_at)
         SELECT $1, $2, $3, key, coalesce(value, 'null'), expires_at
         FROM jsonb_to_recordset($4::jsonb) AS given(key text, value jsonb, expires_at timestamptz)
         ON CONFLICT (tenant, cluster_id, engine_type, key) DO UPDATE
           SET value = excluded.value, expires_at = excluded.expires_at, remembered_at = now()`,
};

/** Of two memories with one key the later holds. */
export const remember = async (tx: Tx, { tenant, answer }: DecisionRecord, memories: readonly Memory[]): Promise<void> => {
  if (memories.length === 0) return;
  const byKey = new Map(memories.map((memory) => [memory.key, memory]));
  await tx.execute(REMEMBER, [tenant, answer.cluster_id, answer.engine.name, toJsonText([...byKey.values()])]);
};
