import { field } from '../field';
import { PRODUCTS, type Product } from '../pricing';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { PageQuery } from './page-query';

export class TypeQueryDto extends PageQuery {
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
