import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** What of a scan is rows. */
const TABLES = ['ml_training_data', 'cloudwatch_metrics_history', 'resource_lifecycle_events'] as const;

/**
 * The least that a scan costs: its body inflated and parsed by one process, then the newest stored scan's own rows by COPY into empty tables with the same indexes, in one transaction. Nobody anonymises, checks or compares.
 * Seconds by the clock.
 */
export const bareScan = async (adminUrl: string, body: Buffer): Promise<number> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('set search_path to collector');
    const rows = await storedRows(client);
    for (const table of TABLES) await client.query(`create table bare_${table} (like ${table} including all)`);
    const startedAt = performance.now();
    JSON.parse(zstdDecompressSync(body).toString());
    await client.query('begin');
    for (const [table, bytes] of rows) await pipeline(Readable.from([bytes]), client.query(copyFrom(`copy bare_${table} from stdin (format binary)`)));
    await client.query('commit');
    return (performance.now() - startedAt) / 1_000;
  } finally {
    for (const table of TABLES) await client.query(`drop table if exists bare_${table}`);
    await client.end();
  }
};

const storedRows = async (client: pg.Client): Promise<readonly (readonly [table: string, bytes: Buffer])[]> => {
  const rows: (readonly [string, Buffer])[] = [];
  for (const table of TABLES) {
    const ofScan = `select * from ${table} where scan_id = (select scan_hash from collection_scans where status = 'stored' order by stored_at desc limit 1)`;
    rows.push([table, await buffer(client.query(copyTo(`copy (${ofScan}) to stdout (format binary)`)))]);
  }
  return rows;
};
