import type { FetchBasis, TypeBasis } from '@ml/contracts/price-coverage';
import { EVERY_TYPE, OF_THE_WORLD_IN_FORCE } from './fetched-spans';
import { runsOn } from './runs-on';
import type { RowSource } from './source-state';
import type { Sql } from '../../sql';

export interface BasisAsk {
  readonly region: string;
  /** null: all that are offered or have had a price. */
  readonly instanceTypes: readonly string[] | null;
  /** May be offered as well: of a region whose offerings nobody has listed. */
  readonly unlisted?: readonly string[];
  /** Those that a fetch asks for. */
  readonly products: readonly string[];
  /** Who will be asked: what the emulator told is nothing to a real source. */
  readonly source: RowSource;
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
}

interface BasisRow {
  readonly instance_type: string;
  readonly pools: number;
  readonly changes_per_day: number | null;
  readonly missing_from: readonly Date[];
  readonly missing_until: readonly Date[];
}

/** Types by offerings and by the prices they have had; from when to when they had them. */
const TYPES = `
  select instance_type, greatest(coalesce(offered.zones, 0) * runnable.products, coalesce(seen.pools, 0)) as pools, oldest, newest, architectures
  from (select instance_type, count(*) as zones from instance_offerings where region = $1 group by 1) offered
  full join (select instance_type, count(*) as pools, min(oldest_at) as oldest, max(newest_at) as newest from spot_pools where region = $1 group by 1) seen
    using (instance_type)
  full join (select distinct unnest($6::text[]) as instance_type) unlisted using (instance_type)
  left join instance_types facts using (instance_type)
  cross join lateral (select count(*) as products from unnest($3::text[]) as asked (product) where ${runsOn('architectures', 'product')}) runnable
  where $2::text[] is null or instance_type = any($2)`;

const FETCHED = `
  select instance_type, product_description as product, range_agg(during) as during
  from spot_fetched fetched left join source_states state on state.region = fetched.region and state.data_type = 'spot_prices'
  where fetched.region = $1 and product_description = any($3) and ${OF_THE_WORLD_IN_FORCE} and (fetched.source <> 'emulator' or $7 = 'emulator') group by 1, 2`;

/** Times about which everything was said for each of the products that a type runs; a type that runs none of them is left out. */
const COVERED = `
  select types.instance_type, range_intersect_agg(coalesce(own.during, '{}') + coalesce(whole.during, '{}')) as during
  from types cross join unnest($3::text[]) as asked (product)
  left join fetched own on own.instance_type = types.instance_type and own.product = asked.product
  left join fetched whole on whole.instance_type = '${EVERY_TYPE}' and whole.product = asked.product
  where ${runsOn('architectures', 'asked.product')}
  group by 1`;

/**
 * What is known of the newest three days of each type, and how many hours that is: rows of times that nobody has noted say nothing of how
 * often prices change. Where no fetch was noted at all it goes by the rows themselves, over a day at least; null where there are none.
 */
const WINDOWS = `
  select types.*, covered.during, window_from, window_until, sample, case when window_until is null then null
    when isempty(covered.during) then greatest(24, extract(epoch from window_until - greatest(oldest, window_from)) / 3600)
    else greatest(1, (select sum(extract(epoch from upper(span) - lower(span))) / 3600 from unnest(sample) as span)) end as hours
  from types join covered using (instance_type)
  cross join lateral (select coalesce(upper(covered.during), newest) as window_until) ends
  cross join lateral (select window_until - interval '3 days' as window_from) begins
  cross join lateral (select tstzmultirange(tstzrange(window_from, window_until, '[]')) * case when isempty(covered.during) then '{(,)}' else covered.during end as sample) samples`;

/** A count per type, each by the index of region, type and time: all rows of a region would be read otherwise. Materialized, or the sample would be made anew for each row. */
const BASIS = `
  with types as (${TYPES}), fetched as (${FETCHED}), covered as (${COVERED}), windows as materialized (${WINDOWS})
  select instance_type, pools::integer as pools, (counted.changes * 24 / hours)::float8 as changes_per_day,
    array(select lower(span) from unnest(missing.during) as span order by 1) as missing_from,
    array(select upper(span) from unnest(missing.during) as span order by 1) as missing_until
  from windows
  cross join lateral (select tstzmultirange(tstzrange($4, $5)) - windows.during as during) missing
  cross join lateral (select count(*) as changes from spot_prices price where price.region = $1 and price.instance_type = windows.instance_type
    and price."timestamp" >= window_from and price."timestamp" <= window_until and price."timestamp" <@ sample) counted
  order by instance_type collate "C"`;

const LIST = `
  select observed_until as at from source_states where region = $1 and data_type = 'on_demand_prices' and (source is distinct from 'emulator' or $2 = 'emulator')`;

/** What is known of the prices of a region's types; a type that is not offered there and has had no price is left out. */
export const fetchBasis = async (sql: Sql, { region, instanceTypes, unlisted = [], products, source, from, until }: BasisAsk): Promise<FetchBasis> => {
  const rows = await sql.query<BasisRow>(BASIS, [region, instanceTypes, [...products], from, until, [...unlisted], source]);
  const [list] = await sql.query<{ at: Date | null }>(LIST, [region, source]);
  return { region, types: rows.map(basisOf), on_demand_as_of: list?.at?.toISOString() ?? null };
};

const basisOf = ({ instance_type, pools, changes_per_day, missing_from, missing_until }: BasisRow): TypeBasis => ({
  instance_type,
  pools,
  changes_per_day: changes_per_day === null ? null : Math.round(changes_per_day * 100) / 100,
  missing: missing_from.map((from, index) => ({ from: from.toISOString(), until: (missing_until[index] ?? from).toISOString() })),
});

/** Whether anybody has listed what is offered in a region; what has had a price there need not be all. */
export const hasOfferings = async (sql: Sql, region: string): Promise<boolean> => {
  const rows = await sql.query('select 1 from instance_offerings where region = $1 limit 1', [region]);
  return rows.length > 0;
};
