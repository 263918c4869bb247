import type {
  OnDemandPriceRow,
  Page,
  Paged,
  SpotAdvisorRow,
  SpotPriceRow,
  TypeQuery,
} from '@ml/contracts/pricing';
import type { Sql } from '../../sql';

export interface SpotFilter extends Page {
  readonly instance_type: string | null;
  readonly region: string | null;
  readonly availability_zone: string | null;
  readonly product: string | null;
  /** Inclusive. */
  readonly from: Date | null;
  /** Exclusive. */
  readonly until: Date | null;
}

/** Counting goes on no further: nobody pages that far, and a count reads every row. */
export const LARGEST_TOTAL = 100_000;

const SPOT_WHERE = `
  where ($1::text is null or instance_type = $1) and ($2::text is null or region = $2) and ($3::text is null or availability_zone = $3)
    and ($4::text is null or product_description = $4) and ($5::timestamptz is null or "timestamp" >= $5) and ($6::timestamptz is null or "timestamp" < $6)`;

/** Changes, the newest first. `total` stops at 100,000. */
export const spotPricePage = async (sql: Sql, filter: SpotFilter): Promise<Paged<SpotPriceRow>> => {
  const where = [filter.instance_type, filter.region, filter.availability_zone, filter.product, filter.from, filter.until];
  const rows = await sql.query<SpotPriceRow>(
    `select instance_type, availability_zone, availability_zone as az, region, product_description, trim_scale(spot_price)::text as spot_price,
       ${isoText('"timestamp"')} as timestamp
     from spot_prices ${SPOT_WHERE}
     order by spot_prices."timestamp" desc, instance_type, availability_zone, product_description limit $7 offset $8`,
    [...where, filter.limit, filter.offset],
  );
  return { rows, total: await countOf(sql, `select count(*) as count from (select from spot_prices ${SPOT_WHERE} limit ${LARGEST_TOTAL}) counted`, where) };
};

/** For each type, region and operating system the newest price that is in force. */
export const onDemandPricePage = async (sql: Sql, query: TypeQuery): Promise<Paged<OnDemandPriceRow>> => {
  const where = [query.instance_type ?? null, query.region ?? null];
  const rows = await sql.query<OnDemandPriceRow>(
    `select instance_type, region, operating_system, trim_scale(hourly_price)::text as hourly_price, effective_date::text as effective_date, source
     from (${NEWEST_ON_DEMAND}) newest order by instance_type, region, operating_system limit $3 offset $4`,
    [...where, query.limit, query.offset],
  );
  return { rows, total: await countOf(sql, `select count(*) as count from (${NEWEST_ON_DEMAND}) newest`, where) };
};

/** A price announced for a later day is not in force yet. */
const NEWEST_ON_DEMAND = `
  select distinct on (instance_type, region, operating_system) * from on_demand_prices
  where ($1::text is null or instance_type = $1) and ($2::text is null or region = $2) and effective_date <= (now() at time zone 'UTC')::date
  order by instance_type, region, operating_system, effective_date desc`;

const ADVISOR_WHERE = 'where ($1::text is null or instance_type = $1) and ($2::text is null or region = $2)';

export const spotAdvisorPage = async (sql: Sql, query: TypeQuery): Promise<Paged<SpotAdvisorRow>> => {
  const where = [query.instance_type ?? null, query.region ?? null];
  const rows = await sql.query<SpotAdvisorRow>(
    `select instance_type, region, operating_system, interruption_rate, savings_over_od, ${isoText('last_updated')} as last_updated
     from spot_advisor_data ${ADVISOR_WHERE} order by instance_type, region, operating_system limit $3 offset $4`,
    [...where, query.limit, query.offset],
  );
  return { rows, total: await countOf(sql, `select count(*) as count from spot_advisor_data ${ADVISOR_WHERE}`, where) };
};

const countOf = async (sql: Sql, text: string, params: readonly unknown[]): Promise<number> => {
  const [row] = await sql.query<{ count: number }>(text, params);
  return Number(row?.count ?? 0);
};

function isoText(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
