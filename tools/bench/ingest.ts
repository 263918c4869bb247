import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { Database } from '@ml/persistence/database';
import { writeSpotPrices } from '@ml/persistence/stores/pricing/write-spot-prices';
import type { SpotRow } from '@ml/domain/prices/rows';
import { benchServers } from './bench-servers';
import { cpuSeconds } from './cpu-time';
import type { Figure } from './figure';
import { median } from './statistics';

const ROWS = 1_000_000;
const ROUNDS = 2;
const TYPES = 500;
const ZONES = 6;
const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 10, 1);
const BATCH_CHARACTERS = 65_536;

interface Cost {
  readonly cpu: number;
  readonly seconds: number;
}

const rowAt = (index: number): SpotRow => ({
  instance_type: `m${index % TYPES}.large`,
  availability_zone: `us-east-1${'abcdef'[Math.floor(index / TYPES) % ZONES]}`,
  region: 'us-east-1',
  product: 'Linux/UNIX',
  price: (0.01 + (index % 997) / 10_000).toFixed(6),
  at: START + Math.floor(index / (TYPES * ZONES)) * 7 * MINUTE_MS,
});

function* rows(): Generator<SpotRow> {
  for (let index = 0; index < ROWS; index += 1) yield rowAt(index);
}

function* lines(): Generator<Buffer> {
  let text = '';
  for (const row of rows()) {
    text += `${row.instance_type}\t${row.availability_zone}\t${row.region}\t${row.product}\t${row.price}\t${new Date(row.at).toISOString()}\n`;
    if (text.length < BATCH_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** A million spot prices through the store, beside a bare COPY and insert-on-conflict into the same table. */
export const ingest = async (): Promise<readonly Figure[]> => {
  const servers = await benchServers();
  const database = new Database({ owner: 'pricing', url: servers.database.urlOf('pricing'), poolSize: 1, entities: [], statementTimeoutMs: 600_000 });
  try {
    const [bare, own]: [Cost[], Cost[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await fresh(database, () => bareIngest(servers.database.urlOf('pricing'))));
      own.push(await fresh(database, () => ownIngest(database)));
    }
    const cpu = (costs: readonly Cost[]): number => median(costs.map((cost) => cost.cpu));
    const rate = (costs: readonly Cost[]): number => ROWS / median(costs.map((cost) => cost.seconds));
    return [
      { name: '1M spot rows ingested, against bare COPY + on conflict', value: cpu(bare) / cpu(own), unit: 'x', bar: { at: 'least', value: 0.8 }, note: `processor time of client and backend, ${ROUNDS} rounds A/B` },
      { name: 'the same in rows per second', value: rate(own), unit: 'rows/s', note: `bare: ${rate(bare).toFixed(0)} rows/s` },
    ];
  } finally {
    await database.close();
    await servers.stop();
  }
};

const fresh = async (database: Database, work: () => Promise<Cost>): Promise<Cost> => {
  await database.query(`SELECT ensure_spot_price_partitions($1, $2)`, [new Date(START), new Date(START + 60 * 24 * 60 * MINUTE_MS)]);
  await database.query('TRUNCATE spot_prices, spot_pools');
  return work();
};

const measured = async (backend: number, work: () => Promise<unknown>): Promise<Cost> => {
  const [startedAt, own, theirs] = [performance.now(), process.cpuUsage(), cpuSeconds(backend)];
  await work();
  const used = process.cpuUsage(own);
  return { cpu: (used.user + used.system) / 1e6 + cpuSeconds(backend) - theirs, seconds: (performance.now() - startedAt) / 1000 };
};

const ownIngest = async (database: Database): Promise<Cost> => {
  const [row] = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return measured(row?.pid ?? 0, () => database.transaction((tx) => writeSpotPrices(tx, { rows: rows(), source: 'file' })));
};

const bareIngest = async (url: string): Promise<Cost> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: found } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const cost = await measured(found[0]?.pid ?? 0, async () => {
    const columns = 'instance_type, availability_zone, region, product_description, spot_price, "timestamp"';
    await client.query('BEGIN');
    await client.query(`CREATE TEMP TABLE bare (instance_type text, availability_zone text, region text, product_description text, spot_price numeric(20,10), "timestamp" timestamptz) ON COMMIT DROP`);
    await pipeline(Readable.from(lines(), { objectMode: false }), client.query(copyFrom(`COPY bare (${columns}) FROM STDIN`)));
    await client.query(`INSERT INTO spot_prices (${columns}, source) SELECT ${columns}, 'file' FROM bare ON CONFLICT DO NOTHING`);
    await client.query('COMMIT');
  });
  await client.end();
  return cost;
};
