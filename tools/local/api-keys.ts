import { createHash } from 'node:crypto';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Secrets } from './secrets';

const INSERT = `INSERT INTO gateway.api_keys (id, name, sha256, scope, tenant)
                VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (sha256) DO NOTHING`;

/** The checkout's two keys, as the gateway stores keys: the hash only. Run before the gateway starts, so it needs no telling. */
export const ensureApiKeys = async (adminUrl: string, keys: Secrets['apiKeys']): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const scope of ['platform', 'admin'] as const) {
      await client.query(INSERT, [uuid(), `local ${scope}`, createHash('sha256').update(keys[scope]).digest(), scope]);
    }
  } finally {
    await client.end();
  }
};
