import { field } from '../field';
import { COVERAGE_STATES, type CoverageState } from '../price-coverage';
import { PRODUCTS, type Product } from '../pricing';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { PricePageQuery } from './price-query';

export class PriceCoverageQueryDto extends PricePageQuery {
  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;

  @field.text({ what: 'Only this instance type.', ...INSTANCE_TYPE, example: 'm5.large', optional: true })
  readonly instance_type?: string;

  @field.text({ what: 'Only this availability zone.', ...AVAILABILITY_ZONE, example: 'us-east-1a', optional: true })
  readonly availability_zone?: string;

  @field.text({ what: 'Only this product.', of: PRODUCTS, example: 'Linux/UNIX', optional: true })
  readonly product?: Product;

  @field.text({ what: 'Only days of which this much is known: the price at every instant, at some, or at none.', of: COVERAGE_STATES, example: 'missing', optional: true })
  readonly state?: CoverageState;

  @field.day({ what: 'First day (UTC); 14 days before the last unless told, and the two at most 90 days apart.', example: '2026-11-07', optional: true })
  readonly start_date?: string;

  @field.day({ what: 'Last day (UTC), inclusive; today unless told.', example: '2026-11-21', optional: true })
  readonly end_date?: string;
}

export class PriceCoverageDto {
  @field.text({ what: 'AWS region.', example: 'us-east-1' })
  readonly region!: string;

  @field.text({ what: 'Instance type.', example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone.', example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'Product, as the spot price history calls it.', example: 'Linux/UNIX' })
  readonly product_description!: string;

  @field.day({ what: 'The day (UTC).', example: '2026-11-20' })
  readonly date!: string;

  @field.integer({ what: 'Changes of the price on that day; none is no gap: the price before holds.', min: 0, max: Number.MAX_SAFE_INTEGER, example: 31 })
  readonly changes!: number;

  @field.number({ what: 'How much of the day a source was asked about and has answered for; a day that is not over has less than 24.', unit: 'hours', min: 0, max: 24, example: 24 })
  readonly known_hours!: number;

  @field.text({ what: 'Whether the price is known at every instant of the day, at some, or at none.', of: COVERAGE_STATES, example: 'complete' })
  readonly state!: CoverageState;
}
