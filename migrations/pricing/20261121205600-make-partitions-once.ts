import { sqlMigration } from '../shared/sql-migration';

/**
 * As before; but whoever has waited for the lock looks into the table of tables, not into what the session remembers of it:
 * `to_regclass` goes on saying that there is no such month after another writer has just made it.
 */
export const makePartitionsOnce = sqlMigration('MakePartitionsOnce1795294560000', [
  `create or replace function ensure_spot_price_partitions(first_at timestamptz, last_at timestamptz) returns integer
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
         if not exists (select from pg_class where relname = partition_name and relnamespace = current_schema()::regnamespace) then
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
]);
