import type { PricingStats } from '@ml/contracts/pricing';
import { regionPrices } from './read-region-stats';
import type { Sql } from '../../sql';

export type StoredStats = Omit<PricingStats, 'snapshots'>;

interface StatsRow {
  readonly spot: number;
  readonly on_demand: number;
  readonly advisor: number;
  readonly catalogue: number;
  readonly changed_at: Date | null;
  readonly instance_types: number;
  readonly regions: number;
  readonly oldest: Date | null;
  readonly newest: Date | null;
}

/** More rows than this are not counted one by one but taken from the planner's statistics. */
const COUNTED_EXACTLY = 1_000_000;

const SPOT_COUNT = `
  select case when counted < ${COUNTED_EXACTLY} then counted else greatest(counted, estimated) end from
    (select count(*) as counted from (select from spot_prices limit ${COUNTED_EXACTLY}) first) as exact,
    (select coalesce(sum(reltuples) filter (where reltuples > 0), 0)::bigint as estimated
     from pg_inherits join pg_class on oid = inhrelid where inhparent = 'spot_prices'::regclass) as planner`;

/** What there is. Pools are counted by their own table; changes of prices exactly up to a million, beyond it about. `today`: its midnight. */
export const pricingStats = async (sql: Sql, today: Date): Promise<StoredStats> => {
  const [row] = await sql.query<StatsRow>(`
    select (${SPOT_COUNT}) as spot, (select count(*) from on_demand_prices) as on_demand,
      (select count(*) from spot_advisor_data) as advisor, (select count(*) from instance_types) as catalogue,
      (select max(changed_at) from source_states) as changed_at,
      (select count(distinct instance_type) from spot_pools) as instance_types, (select count(distinct region) from spot_pools) as regions,
      (select min(oldest_at) from spot_pools) as oldest, (select max(newest_at) from spot_pools) as newest`);
  if (row === undefined) throw new Error('a count without groups has one row');
  return {
    spot_prices_count: row.spot,
    on_demand_prices_count: row.on_demand,
    spot_advisor_count: row.advisor,
    catalogue_count: row.catalogue,
    last_updated: textOf(row.changed_at),
    coverage: { instance_types: row.instance_types, regions: row.regions, date_range: { oldest: textOf(row.oldest), newest: textOf(row.newest) }, by_region: await regionPrices(sql, today) },
  };
};

const textOf = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** Which of these instance types any table has heard of. */
export const knownInstanceTypes = async (sql: Sql, names: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await sql.query<{ name: string }>(
    `select name from unnest($1::text[]) name where exists (select from instance_types where instance_type = name)
       or exists (select from on_demand_prices where instance_type = name) or exists (select from spot_pools where instance_type = name)`,
    [[...names]],
  );
  return new Set(rows.map((row) => row.name));
};

/** Every region that has data of its own. */
export const regionsWithData = async (sql: Sql): Promise<readonly string[]> => {
  const rows = await sql.query<{ region: string }>(`select distinct region from source_states where region <> '*' and revision > 0 order by region`);
  return rows.map((row) => row.region);
};

export interface EstimateAsk {
  readonly regions: readonly string[];
  /** Empty: all. */
  readonly instanceTypes: readonly string[];
  readonly days: number;
}

/** Changes to expect, from how often the same pools changed before; null when they have no history to go by. */
export const estimateSpotChanges = async (sql: Sql, { regions, instanceTypes, days }: EstimateAsk): Promise<number | null> => {
  const [row] = await sql.query<{ per_day: number | null }>(
    `select count(*) / nullif(extract(epoch from max("timestamp") - min("timestamp")) / 86400, 0)::float8 as per_day
     from spot_prices where region = any($1) and (cardinality($2::text[]) = 0 or instance_type = any($2)) and "timestamp" > now() - interval '3 days'`,
    [[...regions], [...instanceTypes]],
  );
  return row?.per_day ? Math.round(row.per_day * days) : null;
};
