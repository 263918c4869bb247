import { sqlMigration } from '../shared/sql-migration';

/**
 * About which times a source has said everything. AWS reports changes only: a day without a row is a gap only if nobody has asked about it.
 * `*` stands for all types. revision: grows with the spans, it names cached answers.
 */
const SPOT_FETCHED: readonly string[] = [
  `create table spot_fetched (
     region text not null,
     instance_type text not null,
     product_description text not null,
     source text not null check (source in ('aws', 'file', 'emulator')),
     during tstzmultirange not null,
     revision bigint not null default 1,
     primary key (region, instance_type, product_description, source)
   )`,
];

/** As before; and what is dropped is no longer known. The rows of spot_fetched are locked in the order in which everybody locks them. */
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

export const createSpotFetched = sqlMigration('CreateSpotFetched1795292400000', [...SPOT_FETCHED, ...DROP_OLD]);
