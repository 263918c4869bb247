import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const USD = { unit: 'USD a month', min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class VolumeDetailsDto {
  @field.text({ what: 'The volume.', example: 'vol-0123456789abcdef0' })
  readonly volume_id!: string;

  @field.number({ what: 'Its size.', unit: 'GiB', min: 0, max: Number.MAX_SAFE_INTEGER, example: 100, nullable: true })
  readonly size_gb!: number | null;

  @field.text({ what: 'Its type.', example: 'gp3', nullable: true })
  readonly volume_type!: string | null;

  @field.integer({ what: 'Since when nothing is attached to it.', unit: 'days', min: 0, max: 1_000_000, example: 10, nullable: true })
  readonly unattached_days!: number | null;

  @field.text({ what: 'Where on the ladder it is.', of: ['tag', 'snapshot', 'delete', 'untag'], example: 'tag' })
  readonly stage!: string;

  @field.number({ what: 'What it costs.', ...USD, example: 8, nullable: true })
  readonly monthly_cost!: number | null;

  @field.number({ what: 'What its snapshot costs, or would.', ...USD, example: 5, nullable: true })
  readonly snapshot_monthly_cost!: number | null;

  @field.number({ what: 'What its deletion would save in the end.', ...USD, example: 3, nullable: true })
  readonly potential_monthly_savings!: number | null;

  @field.text({ what: 'The snapshot from which it can be restored.', example: 'snap-0123456789abcdef0', nullable: true })
  readonly snapshot_id!: string | null;
}

class VolumeRecommendationDto extends RecommendationDto {
  @field.object({ what: 'The volume and where it stands.', type: () => VolumeDetailsDto })
  declare readonly details: VolumeDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `volume_cleanup` request. */
export class VolumeCleanupAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: '`tag_volume`, `create_snapshot`, `delete_volume` or `untag_volume`.', type: () => VolumeRecommendationDto })
  declare readonly recommendations: readonly VolumeRecommendationDto[];
}
