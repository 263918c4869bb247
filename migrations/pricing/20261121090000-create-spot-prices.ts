import { sqlMigration } from '../shared/sql-migration';

/** Changes of spot prices. Without the product in the key, Linux and Windows prices of one second would overwrite each other. */
const SPOT_PRICES: readonly string[] = [
  `create sequence spot_prices_price_id_seq cache 1000`,
  `create table spot_prices (
     price_id bigint not null default nextval('spot_prices_price_id_seq'),
     instance_type text not null,
     availability_zone text not null,
     region text not null,
     product_description text not null,
     spot_price numeric(20,10) not null check (spot_price > 0),
     "timestamp" timestamptz not null,
     source text not null check (source in ('aws', 'file', 'emulator')),
     created_at timestamptz not null default now(),
     primary key (instance_type, availability_zone, product_description, "timestamp")
   ) partition by range ("timestamp")`,
  `create index idx_spot_prices_lookup on spot_prices (region, instance_type, "timestamp" desc)`,
  `create index idx_spot_prices_timestamp on spot_prices using brin ("timestamp")`,
];

/** One row per pool: what there is, without reading the prices. */
const SPOT_POOLS: readonly string[] = [
  `create table spot_pools (
     instance_type text not null,
     availability_zone text not null,
     product_description text not null,
     region text not null,
     oldest_at timestamptz not null,
     newest_at timestamptz not null,
     source text not null,
     primary key (instance_type, availability_zone, product_description)
   )`,
  `create index idx_spot_pools_region on spot_pools (region)`,
];

export const createSpotPrices = sqlMigration('CreateSpotPrices1795251600000', [...SPOT_PRICES, ...SPOT_POOLS]);
