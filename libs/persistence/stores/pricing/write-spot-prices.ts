import type { SpotRow } from '@ml/domain/prices/rows';
import type { Tx } from '../../tx';
import { writeStaged, type Batch, type Staging, type Written } from './staged-rows';

const SPOT_STAGING: Staging<SpotRow> = {
  kind: 'spot_prices',
  table: 'spot_prices',
  columns: {
    instance_type: 'text',
    availability_zone: 'text',
    region: 'text',
    product_description: 'text',
    spot_price: 'numeric(20,10)',
    timestamp: 'timestamptz',
  },
  encode: (row) => [row.instance_type, row.availability_zone, row.region, row.product, row.price, new Date(row.at)],
  purge: [
    `delete from spot_prices where region = any($1) and source = 'emulator'`,
    'delete from spot_pools where region = any($1)',
    `delete from spot_fetched where region = any($1) and source = 'emulator'`,
  ],
  before: `select ensure_spot_price_partitions(month, month) from (select distinct date_trunc('month', "timestamp" at time zone 'UTC') at time zone 'UTC' as month from staged) months`,
  merge: `
    insert into spot_prices (instance_type, availability_zone, region, product_description, spot_price, "timestamp", source)
    select instance_type, availability_zone, region, product_description, spot_price, "timestamp", $1 from staged
    order by instance_type, availability_zone, product_description, "timestamp"
    on conflict do nothing`,
  after: [
    `insert into spot_pools as pool (instance_type, availability_zone, product_description, region, oldest_at, newest_at, source)
     select instance_type, availability_zone, product_description, min(region), min("timestamp"), max("timestamp"), $1 from staged group by 1, 2, 3 order by 1, 2, 3
     on conflict (instance_type, availability_zone, product_description) do update
     set oldest_at = least(pool.oldest_at, excluded.oldest_at), newest_at = greatest(pool.newest_at, excluded.newest_at),
       source = case when excluded.newest_at >= pool.newest_at then excluded.source else pool.source end
     where excluded.oldest_at < pool.oldest_at or excluded.newest_at > pool.newest_at`,
  ],
};

/** Price changes; a change that is already there is left as it is. Months get their partitions as they come. */
export const writeSpotPrices = (tx: Tx, batch: Batch<SpotRow>): Promise<Written> => writeStaged(tx, SPOT_STAGING, batch);

/**
 * What a file says is known up to its newest row of a region, rounded up to the hour:
 * holding its prices any longer would be guessing.
 */
export const observeFileUntilItsNewest = async (tx: Tx, regions: readonly string[]): Promise<void> => {
  await tx.execute(
    `update source_states state set observed_until = greatest(state.observed_until, pools.until)
     from (select region, date_trunc('hour', max(newest_at) + interval '1 hour' - interval '1 microsecond') as until
           from spot_pools where region = any($1) and source = 'file' group by region) pools
     where state.data_type = 'spot_prices' and state.region = pools.region`,
    [[...regions]],
  );
};
