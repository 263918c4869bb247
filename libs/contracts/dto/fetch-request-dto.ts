import { field } from '../field';
import { FETCH_DATA_TYPES, type FetchDataType } from '../pricing';
import { INSTANCE_TYPE, REGION } from './aws-names';

export class FetchRequestDto {
  @field.text({ what: 'What to fetch.', of: FETCH_DATA_TYPES, example: 'spot_prices' })
  readonly data_type!: FetchDataType;

  @field.texts({ what: 'Only these instance types; all when left out.', item: INSTANCE_TYPE, maxItems: 2000, example: ['m5.large', 'c5.large'], optional: true })
  readonly instance_types?: readonly string[];

  @field.texts({ what: 'Only these regions; those of the installation when left out.', item: REGION, maxItems: 100, example: ['us-east-1'], optional: true })
  readonly regions?: readonly string[];

  @field.dayOrTime({ what: 'From this day or time on.', example: '2026-11-01', optional: true })
  readonly start_date?: string;

  @field.dayOrTime({ what: 'Until this day or time.', example: '2026-11-21', optional: true })
  readonly end_date?: string;
}

const UUID = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

export class FetchTaskPath {
  @field.text({ what: 'Id of the task.', pattern: UUID, example: '019a7b1e-8c00-7000-8000-0000000000f1' })
  readonly task_id!: string;
}
