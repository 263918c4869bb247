import pg from 'pg';
import { DAY_MS } from '@ml/units/time';

/** How many rows there are, over how many days before `until`, of how many regions: all of them have the same pools. */
export interface PriceRows {
  readonly rows: number;
  readonly days: number;
  readonly regions: readonly string[];
  readonly until: Date;
}

/** What a large region offers: 800 types in 6 zones, each sold with 4 systems. */
export const POOLS_PER_REGION = 800 * 6 * 4;
/** Rows of one statement: few enough for the order of the days to be the order in the table. */
const ROWS_AT_A_TIME = 200_000;

const POOLS = `
  create temp table bench_pools as
    select (row_number() over ())::int as n, 'm' || type || '.large' as instance_type, region || zone as availability_zone, region, product
    from unnest($1::text[]) region, generate_series(1, 800) type, unnest('{a,b,c,d,e,f}'::text[]) zone,
      unnest('{Linux/UNIX,Windows,Red Hat Enterprise Linux,SUSE Linux}'::text[]) product`;

/** Each pool changes once a step, at a second of its own within it. */
const CHANGES = `
  insert into spot_prices (instance_type, availability_zone, region, product_description, spot_price, "timestamp", source)
    select instance_type, availability_zone, region, product, 0.01 + ((n * 7919 + step * 104729) % 99991) / 100000.0,
      date_trunc('second', $1::timestamptz - make_interval(secs => (step + (n * 31 % 1000) / 1000.0) * $2::float8)), 'aws'
    from generate_series($3::int, $4::int, -1) step cross join bench_pools`;

const POOL_FACTS = `
  insert into spot_pools (instance_type, availability_zone, product_description, region, oldest_at, newest_at, source)
    select instance_type, availability_zone, product, region, $1, $2, 'aws' from bench_pools`;

/**
 * Fills spot_prices with the rows and nothing else, in the order in which hourly fetches bring them. Ten million rows are in within
 * two minutes because their indexes are made afterwards. Returns how many there are.
 */
export const loadPriceRows = async (adminUrl: string, wanted: PriceRows): Promise<number> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`set search_path to pricing; set maintenance_work_mem to '1GB'; set synchronous_commit to off`);
    return await load(client, wanted);
  } finally {
    await client.end();
  }
};

const load = async (client: pg.Client, { rows, days, regions, until }: PriceRows): Promise<number> => {
  const from = new Date(until.getTime() - days * DAY_MS);
  await client.query('truncate spot_prices, spot_pools');
  await client.query(POOLS, [regions]);
  await client.query('select ensure_spot_price_partitions($1, $2)', [from, until]);
  const pools = POOLS_PER_REGION * regions.length;
  const steps = Math.round(rows / pools);
  await withoutIndexes(client, async () => {
    const seconds = (days * DAY_MS) / 1_000 / steps;
    const stepsAtATime = Math.max(1, Math.floor(ROWS_AT_A_TIME / pools));
    for (let step = steps - 1; step >= 0; step -= stepsAtATime) await client.query(CHANGES, [until, seconds, step, Math.max(0, step - stepsAtATime + 1)]);
  });
  await client.query(POOL_FACTS, [from, until]);
  await client.query('vacuum analyze spot_prices, spot_pools');
  return steps * pools;
};

const withoutIndexes = async (client: pg.Client, work: () => Promise<void>): Promise<void> => {
  const { rows } = await client.query<{ name: string; definition: string; key: string | null }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition, pg_get_constraintdef(c.oid) as key
     from pg_index i left join pg_constraint c on c.conindid = i.indexrelid where i.indrelid = 'spot_prices'::regclass`,
  );
  for (const { name, key } of rows) await client.query(key === null ? `drop index ${name}` : `alter table spot_prices drop constraint ${name}`);
  await work();
  // "ON ONLY" is how the definition of a partitioned index reads; without it the partitions get theirs too.
  for (const { name, definition, key } of rows) await client.query(key === null ? definition.replace(' ON ONLY ', ' ON ') : `alter table spot_prices add constraint ${name} ${key}`);
};
