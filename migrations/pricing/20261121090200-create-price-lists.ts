import { sqlMigration } from '../shared/sql-migration';

const ON_DEMAND_PRICES: readonly string[] = [
  `create table on_demand_prices (
     price_id bigserial primary key,
     instance_type text not null,
     region text not null,
     hourly_price numeric(20,10) not null check (hourly_price > 0),
     operating_system text not null,
     effective_date date not null,
     source text not null check (source in ('aws', 'file', 'emulator')),
     created_at timestamptz not null default now(),
     unique (instance_type, region, operating_system, effective_date)
   )`,
  `create index idx_on_demand_prices_lookup on on_demand_prices (region, instance_type)`,
];

const SPOT_ADVISOR_DATA: readonly string[] = [
  `create table spot_advisor_data (
     advisor_id bigserial primary key,
     instance_type text not null,
     region text not null,
     operating_system text not null,
     interruption_rate text not null,
     interruption_class smallint not null check (interruption_class between 0 and 4),
     savings_over_od integer,
     last_updated timestamptz not null,
     raw_data jsonb,
     source text not null check (source in ('aws', 'file', 'emulator')),
     unique (instance_type, region, operating_system)
   )`,
  `create index idx_spot_advisor_lookup on spot_advisor_data (region, instance_type)`,
];

/** Facts of a type wherever it is offered. */
const INSTANCE_TYPES: readonly string[] = [
  `create table instance_types (
     instance_type text primary key,
     vcpu integer not null,
     memory_bytes bigint not null,
     architectures text[] not null,
     gpus integer not null,
     local_storage_gb integer not null,
     max_pods integer,
     current_generation boolean not null,
     bare_metal boolean not null,
     burstable boolean not null,
     last_updated timestamptz not null,
     source text not null check (source in ('aws', 'file', 'emulator'))
   )`,
];

const INSTANCE_OFFERINGS: readonly string[] = [
  `create table instance_offerings (
     instance_type text not null,
     availability_zone text not null,
     region text not null,
     last_updated timestamptz not null,
     source text not null check (source in ('aws', 'file', 'emulator')),
     primary key (instance_type, availability_zone)
   )`,
  `create index idx_instance_offerings_region on instance_offerings (region)`,
];

/**
 * How fresh each kind of data is in each region (types belong to no region: '*').
 * observed_until: the source was known to say what we hold up to then. revision: counts what was written, it names cached answers.
 */
const SOURCE_STATES: readonly string[] = [
  `create table source_states (
     region text not null,
     data_type text not null,
     source text check (source in ('aws', 'file', 'emulator')),
     observed_until timestamptz,
     revision bigint not null default 0,
     changed_at timestamptz,
     attempted_at timestamptz,
     error_message text,
     primary key (region, data_type)
   )`,
];

export const createPriceLists = sqlMigration('CreatePriceLists1795251720000', [
  ...ON_DEMAND_PRICES,
  ...SPOT_ADVISOR_DATA,
  ...INSTANCE_TYPES,
  ...INSTANCE_OFFERINGS,
  ...SOURCE_STATES,
]);
