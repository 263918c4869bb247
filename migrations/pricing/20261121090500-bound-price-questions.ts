import { sqlMigration } from '../shared/sql-migration';

/** The newest changes of everything, without sorting everything. */
const NEWEST_FIRST: readonly string[] = [`create index idx_spot_prices_newest on spot_prices ("timestamp" desc)`];

/** Up to which write a snapshot knows its region: clocks of two machines, or of a long transaction, cannot tell. */
const BUILT_FROM: readonly string[] = [`alter table price_snapshots add column built_revision bigint`];

/**
 * Drops the months that end before the instant, except those that a region still stands on: the month of its newest price and the
 * ninety days before, in which the prices that hold at that time were reported. Says which were dropped.
 */
const DROP_OLD: readonly string[] = [
  `create or replace function drop_spot_price_partitions(keep_from timestamptz) returns setof text
   language plpgsql security definer set search_path from current as $$
   declare
     month record;
   begin
     perform pg_advisory_xact_lock(hashtext('spot_prices partitions'));
     for month in
       select name, starts_at, starts_at + interval '1 month' as ends_at from (
         select child.relname as name, to_timestamp(right(child.relname, 7) || ' +00', 'YYYY_MM TZH') as starts_at
         from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = 'spot_prices'::regclass) months
       order by starts_at
     loop
       if month.ends_at <= keep_from and not exists (
         select from (select max(newest_at) as newest from spot_pools group by region) regions
         where newest >= month.starts_at and newest - interval '90 days' < month.ends_at)
       then
         execute format('drop table %I', month.name);
         delete from spot_pools where newest_at >= month.starts_at and newest_at < month.ends_at;
         update spot_pools pool set oldest_at = (
           select min("timestamp") from spot_prices price where price.instance_type = pool.instance_type
             and price.availability_zone = pool.availability_zone and price.product_description = pool.product_description)
         where oldest_at >= month.starts_at and oldest_at < month.ends_at;
         return next month.name;
       end if;
     end loop;
   end $$`,
];

export const boundPriceQuestions = sqlMigration('BoundPriceQuestions1795251900000', [...NEWEST_FIRST, ...BUILT_FROM, ...DROP_OLD]);
