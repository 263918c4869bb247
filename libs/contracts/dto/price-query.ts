import { field } from '../field';
import { PRODUCTS, type Product } from '../pricing';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { DEFAULT_LIMIT } from './page-query';

const MAX_PRICES = 10_000;

/** Rows of prices are small and taken in bulk, for charts and sheets. */
export class PricePageQuery {
  @field.integer({ what: `Rows at most; ${DEFAULT_LIMIT} unless told.`, min: 1, max: MAX_PRICES, example: DEFAULT_LIMIT, optional: true })
  readonly limit?: number;

  @field.integer({ what: 'Rows to leave out from the beginning.', min: 0, max: 10_000_000, example: 0, optional: true })
  readonly offset?: number;
}

export class TypeQueryDto extends PricePageQuery {
  @field.text({ what: 'Only this instance type.', ...INSTANCE_TYPE, example: 'm5.large', optional: true })
  readonly instance_type?: string;

  @field.text({ what: 'Only this AWS region.', ...REGION, example: 'us-east-1', optional: true })
  readonly region?: string;
}

export class SpotPriceQueryDto extends TypeQueryDto {
  @field.text({ what: 'Only this availability zone.', ...AVAILABILITY_ZONE, example: 'us-east-1a', optional: true })
  readonly availability_zone?: string;

  @field.text({ what: 'Only this product.', of: PRODUCTS, example: 'Linux/UNIX', optional: true })
  readonly product?: Product;

  @field.dayOrTime({ what: 'From this day or time on.', example: '2026-11-01', optional: true })
  readonly start_date?: string;

  @field.dayOrTime({ what: 'Until this time (exclusive) or day (inclusive).', example: '2026-11-21', optional: true })
  readonly end_date?: string;
}
