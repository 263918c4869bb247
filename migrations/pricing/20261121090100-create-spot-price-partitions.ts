import { sqlMigration } from '../shared/sql-migration';

/** Makes the months from the first to the last instant that are not there yet; says how many it made. */
const ENSURE: readonly string[] = [
  `create function ensure_spot_price_partitions(first_at timestamptz, last_at timestamptz) returns integer
   language plpgsql security definer set search_path from current as $$
   declare
     month_start timestamp := date_trunc('month', first_at at time zone 'UTC');
     partition_name text;
     made integer := 0;
   begin
     while month_start <= last_at at time zone 'UTC' loop
       partition_name := 'spot_prices_' || to_char(month_start, 'YYYY_MM');
       if to_regclass(partition_name) is null then
         perform pg_advisory_xact_lock(hashtext('spot_prices partitions'));
         if to_regclass(partition_name) is null then
           execute format('create table %I (like spot_prices including all)', partition_name);
           execute format('alter table spot_prices attach partition %I for values from (%L) to (%L)', partition_name,
             month_start at time zone 'UTC', (month_start + interval '1 month') at time zone 'UTC');
           made := made + 1;
         end if;
       end if;
       month_start := month_start + interval '1 month';
     end loop;
     return made;
   end $$`,
];

/**
 * Drops the months that end before the instant, except those that hold the newest price of a region:
 * an old price is kept until there is a newer one. Says which were dropped.
 */
const DROP_OLD: readonly string[] = [
  `create function drop_spot_price_partitions(keep_from timestamptz) returns setof text
   language plpgsql security definer set search_path from current as $$
   declare
     partition record;
     oldest_newest timestamptz := (select min(newest) from (select max(newest_at) as newest from spot_pools group by region) as regions);
   begin
     perform pg_advisory_xact_lock(hashtext('spot_prices partitions'));
     for partition in
       select child.relname as name, to_timestamp(right(child.relname, 7) || ' +00', 'YYYY_MM TZH') + interval '1 month' as ends_at
       from pg_inherits join pg_class child on child.oid = inhrelid
       where inhparent = 'spot_prices'::regclass
     loop
       if partition.ends_at <= keep_from and (oldest_newest is null or partition.ends_at <= oldest_newest) then
         execute format('drop table %I', partition.name);
         return next partition.name;
       end if;
     end loop;
     delete from spot_pools where newest_at < (
       select coalesce(min(to_timestamp(right(child.relname, 7) || ' +00', 'YYYY_MM TZH')), keep_from)
       from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = 'spot_prices'::regclass);
   end $$`,
];

/**
 * Months of spot_prices. A partition is made beside the table and attached: that lock lets readers and writers go on.
 * The functions run with the rights of whoever migrates, so the service itself needs no right to create tables.
 */
export const createSpotPricePartitions = sqlMigration('CreateSpotPricePartitions1795251660000', [
  ...ENSURE,
  ...DROP_OLD,
  `select ensure_spot_price_partitions(now() - interval '1 month', now() + interval '2 months')`,
]);
