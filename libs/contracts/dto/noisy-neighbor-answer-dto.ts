import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const AMOUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const USD = { ...AMOUNT, unit: 'USD a month', nullable: true } as const;
const GB = { ...AMOUNT, unit: 'GB a month', nullable: true } as const;

class VictimDto {
  @field.text({ what: 'A pod on the same node: `namespace/name`.', example: 'shop/web-1' })
  readonly pod!: string;

  @field.texts({ what: 'What was seen of it.', item: {}, maxItems: 10, example: ['bw_out_allowance_exceeded: 12'] })
  readonly evidence!: readonly string[];

  @field.number({ what: 'Its p95 latency above that of its workload on other nodes.', unit: '%', ...AMOUNT, example: 200, nullable: true })
  readonly slowdown_pct!: number | null;
}

class NoisyDetailsDto {
  @field.text({ what: 'The pod: `namespace/name`.', example: 'shop/exporter-0' })
  readonly pod!: string;

  @field.text({ what: 'What it does most; `patterns` has all.', of: ['high_egress', 'high_cross_az', 'high_bandwidth'], example: 'high_cross_az' })
  readonly pattern!: string;

  @field.number({ what: 'Its bandwidth against the median pod.', unit: 'times', ...AMOUNT, example: 60, nullable: true })
  readonly ratio_to_median!: number | null;

  @field.number({ what: 'The same against the average, which it raises itself.', unit: 'times', ...AMOUNT, example: 8.7, nullable: true })
  readonly ratio_to_average!: number | null;

  @field.number({ what: 'What crosses zones.', ...GB, example: 600 })
  readonly cross_az_gb_month!: number | null;

  @field.number({ what: 'What leaves.', ...GB, example: 10 })
  readonly egress_gb_month!: number | null;

  @field.objects({ what: 'Pods beside it that were seen to wait.', type: () => VictimDto })
  readonly victims!: readonly VictimDto[];

  @field.freeList({ what: 'What can be done, measures that hurt nobody first.', example: [{ measure: 'pod_affinity', text: 'it stands in the zone of those with whom it talks most' }] })
  readonly remedy!: readonly unknown[];

  @field.number({ what: 'The most that the measures could save; none of it is in the totals.', ...USD, example: 12 })
  readonly potential_monthly_savings!: number | null;
}

class NoisyRecommendationDto extends RecommendationDto {
  @field.object({ what: 'What the pod carries, and who suffers.', type: () => NoisyDetailsDto })
  declare readonly details: NoisyDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `noisy_neighbor` request. */
export class NoisyNeighborAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: '`create_vpc_endpoint`, `reduce_cross_az_traffic`, `limit_bandwidth` or `review_traffic`, the loudest pod first.', type: () => NoisyRecommendationDto })
  declare readonly recommendations: readonly NoisyRecommendationDto[];

  @field.number({ what: 'How many pods were measured.', unit: 'pods', ...AMOUNT, example: 120, optional: true })
  readonly pods_compared?: number;

  @field.number({ what: 'What the median pod carries, both directions.', unit: 'bytes a second', ...AMOUNT, example: 1_000_000, optional: true, nullable: true })
  readonly median_bytes_per_second?: number | null;

  @field.number({ what: 'What the average pod carries.', unit: 'bytes a second', ...AMOUNT, example: 6_900_000, optional: true, nullable: true })
  readonly average_bytes_per_second?: number | null;
}
