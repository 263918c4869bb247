import { field } from '../field';
import type { AnalyzeGap, GapAnalysis, MissingType } from '../gaps';
import { FETCH_DATA_TYPES, type FetchDataType } from '../pricing';
import { JOB_REGIONS, JOB_TYPES } from './job-dto';
import { MODEL_ID } from './model-upload-dto';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const DAYS = { unit: 'days', ...COUNT } as const;

export class AnalyzeGapDto implements Partial<AnalyzeGap> {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.integer({ what: 'Days of prices that the model needs behind today; GAP_FILLER_DEFAULT_LOOKBACK_DAYS (15) unless told.', unit: 'days', min: 1, max: 90, example: 15, optional: true })
  readonly required_lookback_days?: number;

  @field.texts({ what: 'Only these instance types, as names and patterns with `*`; all when left out.', ...JOB_TYPES, optional: true })
  readonly instance_types?: readonly string[];

  @field.texts({ what: 'Only these regions; those of the installation when left out.', ...JOB_REGIONS, optional: true })
  readonly regions?: readonly string[];
}

class TimeSpanDto {
  @field.time({ what: 'From when on.', example: '2026-11-01T00:00:00Z' })
  readonly from!: string;

  @field.time({ what: 'Until when (exclusive).', example: '2026-11-21T00:00:00Z' })
  readonly until!: string;
}

class MissingTypeDto implements MissingType {
  @field.text({ what: 'AWS region.', example: 'us-east-1' })
  readonly region!: string;

  @field.text({ what: 'Instance type.', example: 'm5.large' })
  readonly instance_type!: string;

  @field.number({ what: 'How many days are missing.', ...DAYS, example: 20 })
  readonly missing_days!: number;

  @field.objects({ what: 'Which ones: ascending, disjoint.', type: () => TimeSpanDto })
  readonly missing!: readonly TimeSpanDto[];

  @field.integer({ what: 'Records expected for them.', ...COUNT, example: 2_400 })
  readonly estimated_records!: number;
}

class GapCoverageDto {
  @field.integer({ what: 'Days of pools (type and availability zone) that are needed.', ...COUNT, example: 5_600 })
  readonly required!: number;

  @field.integer({ what: 'Of them, those about which everything is known.', ...COUNT, example: 1_600 })
  readonly complete!: number;

  @field.integer({ what: 'Of them, those that are missing or known in part.', ...COUNT, example: 4_000 })
  readonly missing!: number;

  @field.number({ what: 'Share that is complete.', unit: 'percent', min: 0, max: 100, example: 28.5 })
  readonly percent_complete!: number;
}

export class GapAnalysisDto implements GapAnalysis {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.day({ what: 'The last day whose data the model was trained with.', example: '2026-10-31' })
  readonly trained_until!: string;

  @field.day({ what: 'Today, UTC.', example: '2026-11-28' })
  readonly current_date!: string;

  @field.integer({ what: 'Days between the two, by the calendar: 0 when it was trained today.', ...DAYS, example: 28 })
  readonly gap_days!: number;

  @field.day({ what: 'From which day on prices should be there: since the training, or the lookback when that is longer; never earlier than AWS keeps them.', example: '2026-10-31' })
  readonly required_from!: string;

  @field.integer({ what: 'Days of the gap that AWS no longer keeps; an import of files may bring them.', ...DAYS, example: 0 })
  readonly out_of_reach_days!: number;

  @field.texts({ what: 'What is missing or too old; empty: nothing.', item: { of: FETCH_DATA_TYPES }, maxItems: FETCH_DATA_TYPES.length, example: ['spot_prices', 'on_demand_prices'] })
  readonly required_data_types!: readonly FetchDataType[];

  @field.integer({ what: 'Records that a fill is expected to bring: of what is really missing.', ...COUNT, example: 150_000 })
  readonly estimated_records!: number;

  @field.integer({ what: 'How long a fill is expected to take, by the rate of earlier ones.', unit: 'minutes', ...COUNT, example: 5 })
  readonly estimated_duration_minutes!: number;

  @field.object({ what: 'How much of what is needed is there.', type: () => GapCoverageDto })
  readonly coverage!: GapCoverageDto;

  @field.objects({ what: 'What is missing, by type and region: the widest gaps first, 500 at most.', type: () => MissingTypeDto })
  readonly missing!: readonly MissingTypeDto[];

  @field.integer({ what: 'How many types of how many regions are missing, all counted.', ...COUNT, example: 50 })
  readonly missing_total!: number;

  @field.free({ what: 'Newest on-demand price list of each region; null: never fetched.', example: { 'us-east-1': '2026-11-28T02:00:00Z' } })
  readonly on_demand_as_of!: Readonly<Record<string, string | null>>;
}
