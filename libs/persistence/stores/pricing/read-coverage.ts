import { OF_THE_WORLD_IN_FORCE } from './fetched-spans';
import { runsOn } from './runs-on';
import type { Sql } from '../../sql';

export interface PoolFilter {
  readonly region: string;
  readonly instance_type: string | null;
  readonly availability_zone: string | null;
  readonly product: string | null;
}

export interface CoveredPoolRow {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product: string;
}

/** Pools that are offered or have had a price, by type, zone and product. `products`: those that are fetched. */
export const coveredPools = (sql: Sql, { region, ...filter }: PoolFilter, products: readonly string[]): Promise<CoveredPoolRow[]> =>
  sql.query<CoveredPoolRow>(
    `select instance_type, availability_zone, product from (
       select instance_type, availability_zone, product_description as product from spot_pools where region = $1
       union select instance_type, availability_zone, product from instance_offerings cross join unnest($2::text[]) as fetched (product)
         left join instance_types facts using (instance_type) where region = $1 and ${runsOn('architectures', 'product')}) pools
     where ($3::text is null or instance_type = $3) and ($4::text is null or availability_zone = $4) and ($5::text is null or product = $5)
     order by instance_type collate "C", availability_zone collate "C", product collate "C"`,
    [region, [...products], filter.instance_type, filter.availability_zone, filter.product],
  );

export interface SpanAsk {
  readonly region: string;
  /** null: every type. */
  readonly instance_type: string | null;
  readonly from: Date;
  readonly until: Date;
}

/** What was fetched of one type, or of all (`*`), and a product; the spans of several sources may overlap. */
export interface SpansRow {
  readonly instance_type: string;
  readonly product: string;
  readonly from: readonly Date[];
  readonly until: readonly Date[];
}

export const fetchedSpans = (sql: Sql, { region, instance_type, from, until }: SpanAsk): Promise<SpansRow[]> =>
  sql.query<SpansRow>(
    `select instance_type, product_description as product, array_agg(lower(span)) as "from", array_agg(upper(span)) as until
     from spot_fetched fetched
     left join source_states state on state.region = fetched.region and state.data_type = 'spot_prices'
     cross join lateral unnest(during * tstzmultirange(tstzrange($3, $4))) as span
     where fetched.region = $1 and ($2::text is null or instance_type in ($2, '*')) and ${OF_THE_WORLD_IN_FORCE}
     group by 1, 2`,
    [region, instance_type, from, until],
  );

/** The days of one pool whose changes are to be counted. */
export interface PoolDays extends CoveredPoolRow {
  readonly from: Date;
  readonly until: Date;
}

export interface ChangesRow {
  /** Place in the list that was asked for. */
  readonly place: number;
  /** YYYY-MM-DD, UTC; a day without changes is absent. */
  readonly day: string;
  readonly changes: number;
}

/** Changes on each UTC day. */
export const changesOfDays = (sql: Sql, pools: readonly PoolDays[]): Promise<ChangesRow[]> =>
  sql.query<ChangesRow>(
    `select (place - 1)::integer as place, day, changes::integer as changes
     from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) with ordinality as pool (instance_type, zone, product, from_at, until_at, place)
     cross join lateral (
       select ("timestamp" at time zone 'UTC')::date::text as day, count(*) as changes from spot_prices price
       where price.instance_type = pool.instance_type and price.availability_zone = pool.zone and price.product_description = pool.product
         and price."timestamp" >= from_at and price."timestamp" < until_at
       group by 1) counted`,
    (['instance_type', 'availability_zone', 'product', 'from', 'until'] as const).map((name) => pools.map((pool) => pool[name])),
  );

/** Changes with everything that coverage can show, rows of prices included. */
export const coverageRevision = async (sql: Sql, region: string): Promise<string> => {
  const [row] = await sql.query<{ revision: string }>(
    `select coalesce((select sum(revision) from source_states where region = $1 and data_type in ('spot_prices', 'offerings') or data_type = 'catalogue'), 0) || '.' ||
       coalesce((select sum(revision) || '.' || count(*) from spot_fetched where region = $1), '0') as revision`,
    [region],
  );
  return row?.revision ?? '0';
};
