import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const COST = { unit: 'USD a month', min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const COUNT = { unit: 'resources', min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class ShadowDetailsDto {
  @field.text({ what: 'The resource; of a load balancer its ARN, or its name where it has none.', example: 'i-0123456789abcdef0' })
  readonly resource_id!: string;

  @field.text({ what: 'Its kind.', of: ['instance', 'volume', 'load_balancer', 'db_instance'], example: 'instance' })
  readonly resource_kind!: string;

  @field.text({ what: 'Its type or class.', example: 'm5.large', nullable: true })
  readonly resource_type!: string | null;

  @field.text({ what: 'Where it is.', example: 'us-east-1', nullable: true })
  readonly region!: string | null;

  @field.integer({ what: 'Since it was made, or first seen.', unit: 'days', min: 0, max: 1_000_000, example: 319 })
  readonly age_days!: number;

  @field.text({ what: 'By what it is attributed: who made it, whom its tags name as owner, or nothing; where a review ends also what it belongs to.', of: ['creator', 'owner', 'unknown', 'kubernetes', 'code', 'service'], example: 'creator' })
  readonly attribution!: string;

  @field.text({ what: 'Whom to ask, as the object or its tags say.', example: 'kim', nullable: true })
  readonly created_by!: string | null;

  @field.number({ what: 'What it costs, the disks counted with a machine included; null when nobody knows.', ...COST, example: 78.08, nullable: true })
  readonly monthly_cost!: number | null;

  @field.number({ what: 'Of that the disks of a machine; null when some of them are not known.', ...COST, example: 8, nullable: true })
  readonly storage_monthly_cost!: number | null;

  @field.texts({ what: 'Volumes counted with a machine.', item: { max: 64 }, maxItems: 10_000, example: ['vol-0123456789abcdef0'] })
  readonly volume_ids!: readonly string[];
}

class ShadowRecommendationDto extends RecommendationDto {
  @field.object({ what: 'The resource, whom to ask about it and what it costs.', type: () => ShadowDetailsDto })
  declare readonly details: ShadowDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `shadow_it` request. The fields of the whole are absent when nothing could be looked at. */
export class ShadowItAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: '`review_resource`, dearest first, then `end_review` of what is in its place now. To look at something saves nothing.', type: () => ShadowRecommendationDto })
  declare readonly recommendations: readonly ShadowRecommendationDto[];

  @field.number({ what: 'What all that was found costs, as far as prices are known; what is under review already is included.', ...COST, example: 78.08, optional: true })
  readonly total_monthly_cost?: number;

  @field.integer({ what: 'Found, and in no total since nobody knows what it costs.', ...COUNT, example: 1, optional: true })
  readonly unpriced?: number;

  @field.number({ what: 'Share of what everything that was looked at costs; null when something of it has no price.', unit: '%', min: 0, max: 100, example: 14.2, nullable: true, optional: true })
  readonly share_of_cost_pct?: number | null;

  @field.free({ what: 'The same by kind.', example: { instance: { resources: 1, under_review: 0, unpriced: 0, monthly_cost: 78.08 } }, optional: true })
  readonly by_kind?: Readonly<Record<string, unknown>>;

  @field.free({ what: 'What was looked at. A list that was not sent was not.', example: { instances: { looked_at: true, count: 2, in_cluster: 1, outside: 1 }, load_balancers: { looked_at: false, why: 'not_sent' } }, optional: true })
  readonly coverage?: Readonly<Record<string, unknown>>;

  @field.texts({ what: 'Regions of what was looked at.', item: { max: 64 }, maxItems: 100, example: ['us-east-1'], optional: true })
  readonly regions?: readonly string[];
}
