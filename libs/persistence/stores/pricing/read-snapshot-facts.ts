import type { FactSource } from '@ml/contracts/decision';
import type { PoolFacts } from '@ml/contracts/pricing';
import type { AdvisorRow, OnDemandRow, TypeRow } from '@ml/domain/prices/rows';
import { poolFacts, type SnapshotInput } from '@ml/domain/prices/snapshot';
import { HISTORY_HOURS } from '@ml/domain/prices/step-held';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { Tx } from '../../tx';

/** A pool that reported nothing for as long as AWS keeps history is gone. */
const LONGEST_HOLD_MS = 90 * DAY_MS;
const POOLS_PER_FETCH = 2_000;

/**
 * The changes of every pool over the week before $2, and the one change before it that holds into the week.
 * Text per pool, because a region has a million changes a week: the driver would need longer for a million rows than the server for all of it.
 */
const POOL_SERIES = `
  select pool.instance_type, pool.availability_zone, pool.product_description as product, pool.source,
    concat_ws(' ', (
      select (extract(epoch from "timestamp") * 1000)::bigint || ' ' || spot_price from spot_prices price
      where price.instance_type = pool.instance_type and price.availability_zone = pool.availability_zone
        and price.product_description = pool.product_description and "timestamp" <= $3 and "timestamp" > $4
      order by "timestamp" desc limit 1
    ), series.text) as changes
  from spot_pools pool left join (
    select instance_type, availability_zone, product_description,
      string_agg((extract(epoch from "timestamp") * 1000)::bigint || ' ' || spot_price, ' ' order by "timestamp") as text
    from spot_prices where region = $1 and "timestamp" > $3 and "timestamp" <= $2
    group by 1, 2, 3
  ) series using (instance_type, availability_zone, product_description)
  where pool.region = $1 and pool.newest_at > $4 and pool.oldest_at <= $2`;

interface SeriesRow {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product: PoolFacts['product'];
  readonly source: FactSource;
  readonly changes: string;
}

/** Features of every pool of a region at `asOf`, a portion of the series at a time. */
export const poolsOf = async (tx: Tx, region: string, asOf: number): Promise<SnapshotInput['pools']> => {
  const from = asOf - HISTORY_HOURS * HOUR_MS;
  await tx.execute(`declare pool_series no scroll cursor for ${POOL_SERIES}`, [region, new Date(asOf), new Date(from), new Date(asOf - LONGEST_HOLD_MS)]);
  const facts: PoolFacts[] = [];
  const sources = new Set<FactSource>();
  for (;;) {
    const rows = await tx.query<SeriesRow>(`fetch ${String(POOLS_PER_FETCH)} from pool_series`);
    for (const row of rows) {
      const pool = poolFacts({ ...row, ...changesOf(row.changes) }, asOf);
      if (pool === null) continue;
      facts.push(pool);
      sources.add(row.source);
    }
    if (rows.length < POOLS_PER_FETCH) break;
  }
  await tx.execute('close pool_series');
  return { facts, sources: [...sources] };
};

/** Features are statistics: a binary float is exact enough for them, the rows keep their decimals. */
const changesOf = (text: string): { readonly at: readonly number[]; readonly price: readonly number[] } => {
  const at: number[] = [];
  const price: number[] = [];
  const words = text.split(' ');
  for (let index = 0; index + 1 < words.length; index += 2) {
    at.push(Number(words[index]));
    price.push(Number(words[index + 1]));
  }
  return { at, price };
};

type Sources = { readonly source: FactSource };

export const typesOf = async (tx: Tx): Promise<SnapshotInput['types']> => {
  const rows = await tx.query<TypeRow & Sources & { readonly last_updated: Date }>('select * from instance_types');
  const newest = rows.reduce((latest, row) => Math.max(latest, row.last_updated.getTime()), 0);
  return { rows, sources: distinct(rows), as_of: newest === 0 ? null : new Date(newest).toISOString() };
};

export const onDemandOf = async (tx: Tx, region: string): Promise<SnapshotInput['onDemand']> => {
  const rows = await tx.query<Pick<OnDemandRow, 'instance_type' | 'operating_system' | 'price'> & Sources>(
    `select distinct on (instance_type, operating_system) instance_type, operating_system, hourly_price::text as price, source
     from on_demand_prices where region = $1 and effective_date <= (now() at time zone 'UTC')::date
     order by instance_type, operating_system, effective_date desc`,
    [region],
  );
  return { rows, sources: distinct(rows), as_of: await onDemandAsOf(tx, region) };
};

export const advisorOf = async (tx: Tx, region: string): Promise<SnapshotInput['advisor']> => {
  const rows = await tx.query<Pick<AdvisorRow, 'instance_type' | 'operating_system' | 'class' | 'savings_pct'> & Sources & { readonly last_updated: Date }>(
    `select instance_type, operating_system, interruption_class as class, savings_over_od as savings_pct, source, last_updated
     from spot_advisor_data where region = $1`,
    [region],
  );
  const newest = rows.reduce((latest, row) => Math.max(latest, row.last_updated.getTime()), 0);
  return { rows, sources: distinct(rows), as_of: newest === 0 ? null : new Date(newest).toISOString() };
};

export const offeringsOf = async (tx: Tx, region: string): Promise<SnapshotInput['offerings']> => {
  const rows = await tx.query<{ instance_type: string; availability_zone: string } & Sources>(
    'select instance_type, availability_zone, source from instance_offerings where region = $1',
    [region],
  );
  return { rows, sources: distinct(rows), as_of: null };
};

const distinct = (rows: readonly Sources[]): readonly FactSource[] => [...new Set(rows.map((row) => row.source))];

/** When the list was seen last; before it was ever seen whole, the day of its newest price. */
const onDemandAsOf = async (tx: Tx, region: string): Promise<string | null> => {
  const [row] = await tx.query<{ at: Date | null }>(
    `select coalesce((select observed_until from source_states where data_type = 'on_demand_prices' and region = $1),
       (select max(effective_date)::timestamp at time zone 'UTC' from on_demand_prices where region = $1)) as at`,
    [region],
  );
  return row?.at?.toISOString() ?? null;
};

/** The last instant about which something is known here: prices before lists, lists before nothing. */
export const observedUntil = async (tx: Tx, region: string): Promise<Date | null> => {
  const [row] = await tx.query<{ at: Date | null }>(
    `select coalesce(
       (select observed_until from source_states where data_type = 'spot_prices' and region = $1 and exists (select from spot_pools where region = $1)),
       (select max(newest_at) from spot_pools where region = $1),
       (select observed_until from source_states where data_type = 'on_demand_prices' and region = $1)) as at`,
    [region],
  );
  return row?.at ?? null;
};
