import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const GB = { unit: 'GB a day', min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const USD = { unit: 'USD a month', min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class TrafficPairDto {
  @field.text({ what: 'Who sends: `namespace/workload`.', example: 'shop/api', nullable: true })
  readonly source!: string | null;

  @field.text({ what: 'To whom.', example: 'shop/db', nullable: true })
  readonly destination!: string | null;

  @field.number({ what: 'What crosses zones today.', ...GB, example: 100 })
  readonly gb_per_day!: number;

  @field.number({ what: 'What will cross them after all changes of the answer.', ...GB, example: 0 })
  readonly gb_per_day_after!: number;

  @field.number({ what: 'Cost of today, out of one zone and into the other.', ...USD, example: 60.83 })
  readonly cost_per_month!: number;

  @field.number({ what: 'The same on one side only.', ...USD, example: 30.42 })
  readonly cost_one_side!: number;
}

class NetworkDetailsDto extends TrafficPairDto {
  @field.text({ what: 'What is changed, for people.', example: 'draw shop/db from us-east-1b into us-east-1a' })
  readonly move!: string;

  @field.free({ what: 'The patch to apply: of a Service its `trafficDistribution`, of a workload its affinity.', example: { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name: 'db' }, spec: { trafficDistribution: 'PreferClose' } } })
  readonly rule!: Readonly<Record<string, unknown>>;

  @field.objects({ what: 'The pairs that it changes, most first; the first stands above.', type: () => TrafficPairDto })
  readonly pairs!: readonly TrafficPairDto[];
}

class NetworkRecommendationDto extends RecommendationDto {
  @field.object({ what: 'What is changed and for whom.', type: () => NetworkDetailsDto })
  declare readonly details: NetworkDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `network_optimize` request. */
export class NetworkOptimizeAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: '`patch_service` or `add_pod_affinity`.', type: () => NetworkRecommendationDto })
  declare readonly recommendations: readonly NetworkRecommendationDto[];

  @field.number({ what: 'All traffic between zones that are known.', ...GB, example: 295, optional: true })
  readonly cross_zone_gb_per_day?: number;

  @field.number({ what: 'The same after all changes.', ...GB, example: 195, optional: true })
  readonly cross_zone_gb_per_day_after?: number;

  @field.number({ what: 'What it costs today, on both sides.', ...USD, example: 179.46, optional: true })
  readonly cross_zone_cost_per_month?: number;

  @field.number({ what: 'The same on one side only.', ...USD, example: 89.73, optional: true })
  readonly cross_zone_cost_one_side?: number;

  @field.number({ what: 'What it costs after all changes, on both sides.', ...USD, example: 118.63, optional: true })
  readonly cross_zone_cost_per_month_after?: number;
}
