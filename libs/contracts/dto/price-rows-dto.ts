import { field } from '../field';
import { FETCH_DATA_TYPES } from '../pricing';

const TYPE = { what: 'Instance type.', example: 'm5.large' } as const;
const IN_REGION = { what: 'AWS region.', example: 'us-east-1' } as const;
const SYSTEM = { what: 'Operating system.', of: ['Linux', 'RHEL', 'SUSE', 'Windows'], example: 'Linux' } as const;
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

export class SpotPriceDto {
  @field.text(TYPE)
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone.', example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'The same as `availability_zone`.', example: 'us-east-1a' })
  readonly az!: string;

  @field.text(IN_REGION)
  readonly region!: string;

  @field.text({ what: 'Product, as the spot price history calls it.', example: 'Linux/UNIX' })
  readonly product_description!: string;

  @field.text({ what: 'Price as decimal text: nothing is lost. Unit: USD an hour.', example: '0.0365000000' })
  readonly spot_price!: string;

  @field.time({ what: 'Since when; it holds until the next row.', example: '2026-11-20T09:58:12Z' })
  readonly timestamp!: string;
}

export class OnDemandPriceDto {
  @field.text(TYPE)
  readonly instance_type!: string;

  @field.text(IN_REGION)
  readonly region!: string;

  @field.text(SYSTEM)
  readonly operating_system!: string;

  @field.text({ what: 'Price as decimal text. Unit: USD an hour.', example: '0.0960000000' })
  readonly hourly_price!: string;

  @field.time({ what: 'Since when.', example: '2026-11-01T00:00:00Z' })
  readonly effective_date!: string;

  @field.text({ what: 'Where the row came from.', of: ['aws', 'emulator', 'file', 'catalogue'], example: 'aws' })
  readonly source!: string;
}

export class SpotAdvisorDto {
  @field.text(TYPE)
  readonly instance_type!: string;

  @field.text(IN_REGION)
  readonly region!: string;

  @field.text(SYSTEM)
  readonly operating_system!: string;

  @field.text({ what: 'Share of instances interrupted within a month.', of: ['<5%', '5-10%', '10-15%', '15-20%', '>20%'], example: '<5%' })
  readonly interruption_rate!: string;

  @field.number({ what: 'Saving over on-demand; may be negative.', unit: 'percent', min: -1000, max: 100, example: 62, nullable: true })
  readonly savings_over_od!: number | null;

  @field.time({ what: 'When it was fetched.', example: '2026-11-20T06:00:00Z' })
  readonly last_updated!: string;
}

class DateRangeDto {
  @field.time({ what: 'Oldest spot price.', example: '2026-08-23T00:00:00Z', nullable: true })
  readonly oldest!: string | null;

  @field.time({ what: 'Newest spot price.', example: '2026-11-20T09:58:12Z', nullable: true })
  readonly newest!: string | null;
}

class RegionPricesDto {
  @field.text(IN_REGION)
  readonly region!: string;

  @field.text({ what: 'Where its spot prices came from.', of: ['aws', 'emulator', 'file', 'catalogue'], example: 'aws', nullable: true })
  readonly source!: string | null;

  @field.time({ what: 'Oldest spot price.', example: '2026-08-23T00:00:00Z', nullable: true })
  readonly spot_prices_from!: string | null;

  @field.time({ what: 'Newest spot price.', example: '2026-11-20T09:58:12Z', nullable: true })
  readonly spot_prices_until!: string | null;

  @field.time({ what: 'When its on-demand prices were fetched.', example: '2026-11-20T04:40:00Z', nullable: true })
  readonly on_demand_as_of!: string | null;

  @field.time({ what: 'When its interruption rates were fetched.', example: '2026-11-20T09:20:00Z', nullable: true })
  readonly advisor_as_of!: string | null;

  @field.integer({ what: "How many of the 90 days (UTC) before today are known whole: every pool's price at every instant.", min: 0, max: 90, example: 88 })
  readonly complete_days_90!: number;
}

class CoverageDto {
  @field.integer({ what: 'Instance types with prices.', ...COUNT, example: 812 })
  readonly instance_types!: number;

  @field.integer({ what: 'Regions with prices.', ...COUNT, example: 3 })
  readonly regions!: number;

  @field.object({ what: 'From when to when.', type: () => DateRangeDto })
  readonly date_range!: DateRangeDto;

  @field.objects({ what: 'What there is of each region.', type: () => RegionPricesDto })
  readonly by_region!: readonly RegionPricesDto[];
}

class SnapshotDto {
  @field.text(IN_REGION)
  readonly region!: string;

  @field.text({ what: 'Id of the snapshot.', example: 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef' })
  readonly snapshot_id!: string;

  @field.text({ what: 'Id of the price histories of its pools.', example: 'sha256:0d9c6a6a3f1d6f0a5be1c3f3b8f4b3f5f0e6f5b1a8a7f0c2d4e6f8a0b2c4d6e8', optional: true })
  readonly history_id?: string;

  @field.time({ what: 'The time at which its prices are held.', example: '2026-11-20T10:00:00Z' })
  readonly as_of!: string;

  @field.time({ what: 'Newest price in it.', example: '2026-11-20T09:58:12Z', nullable: true })
  readonly prices_as_of!: string | null;

  @field.integer({ what: 'Instance types in it.', ...COUNT, example: 812 })
  readonly types!: number;

  @field.integer({ what: 'Pools (type and availability zone) in it.', ...COUNT, example: 4100 })
  readonly pools!: number;

  @field.time({ what: 'When it was published.', example: '2026-11-20T10:00:03Z' })
  readonly published_at!: string;
}

export class PricingStatsDto {
  @field.integer({ what: 'Spot prices kept; beyond a million about so many.', ...COUNT, example: 1_204_511 })
  readonly spot_prices_count!: number;

  @field.integer({ what: 'On-demand prices kept.', ...COUNT, example: 2436 })
  readonly on_demand_prices_count!: number;

  @field.integer({ what: 'Spot Advisor rows kept.', ...COUNT, example: 25_323 })
  readonly spot_advisor_count!: number;

  @field.integer({ what: 'Instance types in the catalogue.', ...COUNT, example: 903 })
  readonly catalogue_count!: number;

  @field.time({ what: 'Last change of any price.', example: '2026-11-20T10:00:00Z', nullable: true })
  readonly last_updated!: string | null;

  @field.object({ what: 'What is covered.', type: () => CoverageDto })
  readonly coverage!: CoverageDto;

  @field.objects({ what: 'Newest published snapshot of each region.', type: () => SnapshotDto })
  readonly snapshots!: readonly SnapshotDto[];
}

export class FetchTaskDto {
  @field.text({ what: 'Id of the task.', example: '019a7b1e-8c00-7000-8000-0000000000f1' })
  readonly task_id!: string;

  @field.text({ what: 'Where it stands.', of: ['queued', 'running', 'completed', 'failed', 'cancelled'], example: 'queued' })
  readonly status!: string;

  @field.text({ what: 'What is fetched.', of: FETCH_DATA_TYPES, example: 'spot_prices' })
  readonly data_type!: string;

  @field.number({ what: 'How far it is.', unit: 'percent', min: 0, max: 100, example: 0 })
  readonly percent_complete!: number;

  @field.integer({ what: 'Records expected; null when nobody knows.', ...COUNT, example: 120_000, nullable: true })
  readonly estimated_records!: number | null;

  @field.integer({ what: 'Records fetched.', ...COUNT, example: 0 })
  readonly records_fetched!: number;

  @field.integer({ what: 'Records that were new.', ...COUNT, example: 0 })
  readonly records_inserted!: number;

  @field.integer({ what: 'Records that were refused.', ...COUNT, example: 0 })
  readonly records_refused!: number;

  @field.time({ what: 'When it was asked for.', example: '2026-11-20T10:00:00Z' })
  readonly created_at!: string;

  @field.time({ what: 'When it began.', example: '2026-11-20T10:00:01Z', nullable: true })
  readonly started_at!: string | null;

  @field.time({ what: 'When it ended.', example: '2026-11-20T10:02:41Z', nullable: true })
  readonly completed_at!: string | null;

  @field.text({ what: 'Why it failed.', example: 'AWS answered 503 three times', nullable: true })
  readonly error_message!: string | null;
}
