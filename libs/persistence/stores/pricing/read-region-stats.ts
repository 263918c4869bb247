import type { RegionPrices } from '@ml/contracts/pricing';
import { DAY_MS } from '@ml/units/time';
import { EVERY_TYPE, OF_THE_WORLD_IN_FORCE } from './fetched-spans';
import type { Sql } from '../../sql';

interface RegionRow {
  readonly region: string;
  readonly source: RegionPrices['source'];
  readonly oldest: Date | null;
  readonly newest: Date | null;
  readonly on_demand: Date | null;
  readonly advisor: Date | null;
  readonly complete_days: number;
}

const DAYS = 90;

const STATES = `
  select region, max(source) filter (where data_type = 'spot_prices') as source, max(observed_until) filter (where data_type = 'on_demand_prices') as on_demand,
    max(observed_until) filter (where data_type = 'spot_advisor') as advisor
  from source_states where region <> '*' group by region having sum(revision) > 0`;

const POOLS = `select region, min(oldest_at) as oldest, max(newest_at) as newest from spot_pools group by region`;

/** What was fetched of a region, as far as that is its world. */
const FETCHED = `
  select fetched.region, instance_type, product_description as product, range_agg(during) as during
  from spot_fetched fetched left join source_states state on state.region = fetched.region and state.data_type = 'spot_prices'
  where ${OF_THE_WORLD_IN_FORCE} group by 1, 2, 3`;

/** Times about which everything is known of every type and product that has had a price in these days. */
const WHOLE = `
  select seen.region, range_intersect_agg(coalesce(own.during, '{}') + coalesce(whole.during, '{}')) as during
  from (select distinct region, instance_type, product_description as product from spot_pools where newest_at >= $1) seen
  left join fetched own on own.region = seen.region and own.instance_type = seen.instance_type and own.product = seen.product
  left join fetched whole on whole.region = seen.region and whole.instance_type = '${EVERY_TYPE}' and whole.product = seen.product
  group by 1`;

const REGIONS = `
  with fetched as (${FETCHED}), whole as (${WHOLE}), pools as (${POOLS})
  select states.*, pools.oldest, pools.newest,
    (select count(*) from generate_series($1::timestamptz, $2::timestamptz - interval '1 day', interval '1 day') as day
     where whole.during @> tstzrange(day, day + interval '1 day'))::integer as complete_days
  from (${STATES}) states left join pools using (region) left join whole using (region) order by region`;

/** For each region with data: from when to when, how fresh its lists are, and how many of the ninety days before today are known whole. */
export const regionPrices = async (sql: Sql, today: Date): Promise<readonly RegionPrices[]> => {
  const first = new Date(today.getTime() - DAYS * DAY_MS);
  const rows = await sql.query<RegionRow>(REGIONS, [first, today]);
  return rows.map((row) => ({
    region: row.region,
    source: row.source,
    spot_prices_from: textOf(row.oldest),
    spot_prices_until: textOf(row.newest),
    on_demand_as_of: textOf(row.on_demand),
    advisor_as_of: textOf(row.advisor),
    complete_days_90: row.complete_days,
  }));
};

const textOf = (instant: Date | null): string | null => instant?.toISOString() ?? null;
