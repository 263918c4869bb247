import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

class GhostDetailsDto {
  @field.text({ what: 'The machine.', example: 'i-0123456789abcdef0' })
  readonly instance_id!: string;

  @field.text({ what: 'Its type.', example: 'm5.large', nullable: true })
  readonly instance_type!: string | null;

  @field.time({ what: 'When it was first missed in the cluster.', example: '2026-11-19T09:00:00Z', optional: true })
  readonly first_seen_outside?: string;

  @field.integer({ what: 'How often it was seen outside, at least an hour apart.', min: 0, max: 1_000_000, example: 2, optional: true })
  readonly sightings?: number;

  @field.number({ what: 'Time since it was launched.', unit: 'hours', min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, example: 466.5, optional: true, nullable: true })
  readonly age_hours?: number | null;

  @field.text({ what: 'The cluster that its tags name.', example: 'prod', optional: true, nullable: true })
  readonly owner?: string | null;
}

class GhostRecommendationDto extends RecommendationDto {
  @field.object({ what: 'What is known of the machine.', type: () => GhostDetailsDto })
  declare readonly details: GhostDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `ghost_probe` request. */
export class GhostProbeAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: '`terminate_instance`, `tag_instance` or `untag_instance`.', type: () => GhostRecommendationDto })
  declare readonly recommendations: readonly GhostRecommendationDto[];
}
