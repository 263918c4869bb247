import { sqlMigration } from '../shared/sql-migration';

/** As before; but only the names of months are read as months: as a condition of its own that was tried, by some plans, on every table that there is. */
const DROP_OLD: readonly string[] = [
  `create or replace function drop_spot_price_partitions(keep_from timestamptz) returns setof text
   language plpgsql security definer set search_path from current as $$
   declare
     month record;
   begin
     if (
       select coalesce(min(to_timestamp(right(child.relname, 7) || ' +00', 'YYYY_MM TZH')) + interval '1 month' > keep_from, true)
       from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = 'spot_prices'::regclass)
     then
       return;
     end if;
     lock table only spot_prices in access exclusive mode;
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
         perform from spot_fetched where during && tstzrange(month.starts_at, month.ends_at)
           order by region, instance_type, product_description, source for update;
         update spot_fetched set during = during - tstzmultirange(tstzrange(month.starts_at, month.ends_at)), revision = revision + 1
         where during && tstzrange(month.starts_at, month.ends_at);
         delete from spot_fetched where isempty(during);
         return next month.name;
       end if;
     end loop;
   end $$`,
];

export const readMonthsOfPricesAlone = sqlMigration('ReadMonthsOfPricesAlone1795338000000', DROP_OLD);
