import type { FactSource } from '@ml/contracts/decision';
import type { PoolFacts } from '@ml/contracts/pricing';
import type { AdvisorRow, OnDemandRow, TypeRow } from '@ml/domain/prices/rows';
import type { PoolSeries, SnapshotInput } from '@ml/domain/prices/snapshot';
import { DAY_MS } from '@ml/units/time';
import type { Tx } from '../../tx';

/** A pool that reported nothing for as long as AWS keeps history is gone. */
const LONGEST_HOLD_MS = 90 * DAY_MS;
const POOLS_PER_FETCH = 500;

/**
 * Every pool, with the one change before the week ($2, not before $3) that holds into it.
 * Apart from the changes of the week: joined in one statement, a planner without statistics (a table that was just filled) reads
 * the whole week once per pool.
 */
const POOLS = `
  select instance_type, availability_zone, product_description as product, source, (
      select (extract(epoch from "timestamp") * 1000)::bigint || ' ' || spot_price from spot_prices price
      where price.instance_type = pool.instance_type and price.availability_zone = pool.availability_zone
        and price.product_description = pool.product_description and "timestamp" <= $2 and "timestamp" > $3
      order by "timestamp" desc limit 1
    ) as changes
  from spot_pools pool where region = $1 and newest_at > $3 and oldest_at <= $4`;

/** Text per pool, because a region has a million changes a week: the driver would need longer for a million rows than the server for all of it. */
const CHANGES = `
  select instance_type, availability_zone, product_description as product,
    string_agg((extract(epoch from "timestamp") * 1000)::bigint || ' ' || spot_price, ' ' order by "timestamp") as changes
  from spot_prices where region = $1 and "timestamp" > $2 and "timestamp" <= $3
  group by 1, 2, 3`;

interface PoolName {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly product: PoolFacts['product'];
}

interface PoolRow extends PoolName {
  readonly source: FactSource;
  readonly changes: string | null;
}

interface ChangesRow extends PoolName {
  readonly changes: string;
}

const keyOf = ({ instance_type, availability_zone, product }: PoolName): string => `${instance_type}|${availability_zone}|${product}`;

export interface SeriesAsk {
  readonly region: string;
  /** Exclusive; of what lies before, only the last change comes too. */
  readonly from: Date;
  /** Inclusive. */
  readonly until: Date;
}

export interface SourcedSeries {
  readonly series: PoolSeries;
  readonly source: FactSource;
}

/** The changes of every pool of a region, in no order; they pass by a portion at a time. */
export async function* poolSeries(tx: Tx, { region, from, until }: SeriesAsk): AsyncGenerator<SourcedSeries> {
  const rows = await tx.query<PoolRow>(POOLS, [region, from, new Date(until.getTime() - LONGEST_HOLD_MS), until]);
  const pools = new Map(rows.map((row) => [keyOf(row), row]));
  for await (const { changes, ...name } of changesIn(tx, [region, from, until])) {
    const pool = pools.get(keyOf(name));
    if (pool === undefined) continue;
    yield seriesOf(pool, changes);
    pools.delete(keyOf(name));
  }
  for (const quiet of pools.values()) yield seriesOf(quiet, '');
}

const seriesOf = ({ source, changes, ...name }: PoolRow, week: string): SourcedSeries => ({ series: { ...name, ...changesOf(`${changes ?? ''} ${week}`) }, source });

async function* changesIn(tx: Tx, params: readonly unknown[]): AsyncGenerator<ChangesRow> {
  await tx.execute(`declare pool_changes no scroll cursor for ${CHANGES}`, params);
  for (;;) {
    const rows = await tx.query<ChangesRow>(`fetch ${String(POOLS_PER_FETCH)} from pool_changes`);
    yield* rows;
    if (rows.length < POOLS_PER_FETCH) break;
  }
  await tx.execute('close pool_changes');
}

/** Features are statistics: a binary float is exact enough for them, the rows keep their decimals. */
const changesOf = (text: string): { readonly at: readonly number[]; readonly price: readonly number[] } => {
  const at: number[] = [];
  const price: number[] = [];
  const words = text.trim().split(' ');
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

export const onDemandOf = async (tx: Tx, region: string, seen: Date): Promise<SnapshotInput['onDemand']> => {
  const rows = await tx.query<Pick<OnDemandRow, 'instance_type' | 'operating_system' | 'price'> & Sources>(
    `select distinct on (instance_type, operating_system) instance_type, operating_system, hourly_price::text as price, source
     from on_demand_prices where region = $1 and effective_date <= (now() at time zone 'UTC')::date
     order by instance_type, operating_system, effective_date desc`,
    [region],
  );
  return { rows, sources: distinct(rows), as_of: seen.toISOString() };
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

/** Up to when each kind of facts about a region is known whole; null while a first fetch is on its way, or when there are none. */
export interface Observed {
  readonly spot: Date | null;
  readonly onDemand: Date | null;
  readonly types: Date | null;
}

export const observedOf = async (tx: Tx, region: string): Promise<Observed> => {
  const rows = await tx.query<{ kind: string; at: Date | null }>(
    `select data_type as kind, observed_until as at from source_states where region = $1 or (region = '*' and data_type = 'catalogue')`,
    [region],
  );
  const at = (kind: string): Date | null => rows.find((row) => row.kind === kind)?.at ?? null;
  return { spot: at('spot_prices'), onDemand: at('on_demand_prices'), types: at('catalogue') };
};
