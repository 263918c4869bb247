import { Database } from '@ml/persistence/database';
import { peakRssMib } from './cpu-time';
import { buildFromPools } from './price-snapshot-build';

/** What one build takes in a process that has done nothing before. */
export interface BuildCost {
  readonly seconds: number;
  /** Buffers that its statements looked at, and bytes that they sorted on disk. */
  readonly pages: number;
  readonly spilled: number;
  readonly mib: number;
  readonly pools: number;
}

const COUNTERS = `select (blks_read + blks_hit)::float8 as pages, temp_bytes::float8 as spilled from pg_stat_database where datname = current_database()`;

const [, , url = '', region = '', until = ''] = process.argv;
const database = new Database({ owner: 'pricing', url, poolSize: 1, entities: [], statementTimeoutMs: 600_000 });

const counters = async (): Promise<{ readonly pages: number; readonly spilled: number }> => {
  await database.query('select pg_stat_force_next_flush()');
  const [row] = await database.query<{ pages: number; spilled: number }>(COUNTERS);
  return row ?? { pages: Number.NaN, spilled: Number.NaN };
};

const before = await counters();
const startedAt = performance.now();
const pools = await database.transaction((tx) => buildFromPools(tx, region, new Date(until)));
const seconds = (performance.now() - startedAt) / 1_000;
const after = await counters();
await database.close();
const cost: BuildCost = { seconds, pools, mib: peakRssMib(process.pid), pages: after.pages - before.pages, spilled: after.spilled - before.spilled };
process.stdout.write(JSON.stringify(cost));
