import type { OnDemandRow } from '@ml/domain/prices/rows';
import type { Tx } from '../../tx';
import { writeStaged, type Batch, type Staging, type Written } from './staged-rows';

const ON_DEMAND_STAGING: Staging<OnDemandRow> = {
  kind: 'on_demand_prices',
  table: 'on_demand_prices',
  columns: { instance_type: 'text', region: 'text', operating_system: 'text', hourly_price: 'numeric(20,10)', effective_date: 'date' },
  encode: (row) => [row.instance_type, row.region, row.operating_system, row.price, row.effective_date],
  purge: [`delete from on_demand_prices where region = any($1) and source = 'emulator'`],
  // A price that AWS itself told us for that day is not overwritten by a file's.
  merge: `
    insert into on_demand_prices as price (instance_type, region, operating_system, hourly_price, effective_date, source)
    select distinct on (instance_type, region, operating_system, effective_date)
      instance_type, region, operating_system, hourly_price, effective_date, $1::text from staged
    order by instance_type, region, operating_system, effective_date
    on conflict (instance_type, region, operating_system, effective_date) do update
    set hourly_price = excluded.hourly_price, source = excluded.source
    where price.hourly_price <> excluded.hourly_price and not (price.source = 'aws' and excluded.source = 'file')`,
};

/** A corrected price of the same day replaces the earlier one. */
export const writeOnDemandPrices = (tx: Tx, batch: Batch<OnDemandRow>): Promise<Written> => writeStaged(tx, ON_DEMAND_STAGING, batch);
