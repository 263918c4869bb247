import { DATASETS, type CollectionQuality, type DatasetName, type DatasetQuality } from '../datasets';
import { field } from '../field';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const SCORE = { min: 0, max: 100 } as const;
const FORMULA = '100 x (1 - (nulls in critical columns + values out of range + duplicates) / rows), 0 at least; 100 only without any fault';

export class DatasetQualityDto implements DatasetQuality {
  @field.text({ what: 'Which rows.', of: DATASETS, example: 'ml_training_data' })
  readonly dataset!: DatasetName;

  @field.integer({ what: 'How many.', ...COUNT, example: 15_847 })
  readonly rows!: number;

  @field.free({ what: 'Rows without a value, by critical column: none is wanted.', example: { resource_type: 0, cost_monthly: 0 } })
  readonly nulls!: Readonly<Record<string, number>>;

  @field.free({ what: 'Rows whose value cannot be right, by column with bounds.', example: { cost_monthly: 3 } })
  readonly out_of_range!: Readonly<Record<string, number>>;

  @field.integer({ what: 'Rows that say what another one says; of very many, an estimate from a fixed share.', ...COUNT, example: 2 })
  readonly duplicates!: number;

  @field.number({ what: `${FORMULA}.`, ...SCORE, example: 99.96 })
  readonly score!: number;
}

export class CollectionQualityDto implements CollectionQuality {
  @field.objects({ what: 'Each dataset, whole.', type: () => DatasetQualityDto })
  readonly datasets!: readonly DatasetQualityDto[];

  @field.number({ what: 'Share of collected resources that somebody did something about, 0 to 1; 0.3 is wanted; null: there are none.', min: 0, max: 1, example: 0.31, nullable: true })
  readonly action_rate!: number | null;

  @field.number({ what: 'Rows of training data a scan; 10 are wanted; null: there are none.', min: 0, max: 1_000_000, example: 23, nullable: true })
  readonly records_per_scan!: number | null;

  @field.number({ what: 'Of all datasets, each row alike.', ...SCORE, example: 99.97 })
  readonly score!: number;

  @field.time({ what: 'When it was looked at: once a minute at most.', example: '2026-11-22T10:00:00.000Z' })
  readonly as_of!: string;
}
