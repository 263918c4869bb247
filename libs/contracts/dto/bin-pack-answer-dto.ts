import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const SHARE = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class MovedPodDto {
  @field.text({ what: 'Namespace and name.', max: 512, example: 'shop/web-7d9c5b6f4-abcde' })
  readonly pod!: string;

  @field.text({ what: 'Node that it leaves.', example: 'node-1' })
  readonly from!: string;

  @field.text({ what: 'Node that has room for it, or the name of one that is to be launched.', example: 'node-2' })
  readonly to!: string;
}

class ReplacedByDto {
  @field.text({ what: 'Name of the new node within this plan.', example: 'replacement-1' })
  readonly name!: string;

  @field.text({ what: 'Instance type.', example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone.', example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'How it is paid for.', of: ['spot', 'on-demand'], example: 'on-demand' })
  readonly capacity_type!: string;

  @field.number({ what: 'What it costs.', unit: 'USD an hour', ...SHARE, example: 0.096 })
  readonly hourly_price!: number;

  @field.texts({ what: 'All nodes that it stands for.', item: {}, maxItems: 1000, example: ['node-1', 'node-3'] })
  readonly together_with!: readonly string[];
}

class BinPackDetailsDto {
  @field.text({ what: 'The node.', example: 'node-1' })
  readonly node!: string;

  @field.number({ what: 'What its pods ask for, the larger of CPU and memory.', unit: 'share of allocatable', ...SHARE, example: 0.31 })
  readonly utilisation!: number;

  @field.number({ what: 'Its share of the savings by its share of the disruption.', ...SHARE, example: 1.2 })
  readonly score!: number;

  @field.objects({ what: 'Where each of its pods goes.', type: () => MovedPodDto, maxItems: 100_000 })
  readonly pods_moved!: readonly MovedPodDto[];

  @field.object({ what: 'The node that is launched in its place; absent when others have room.', type: () => ReplacedByDto, optional: true })
  readonly replaced_by?: ReplacedByDto;
}

class BinPackRecommendationDto extends RecommendationDto {
  @field.object({ what: 'The node and its pods.', type: () => BinPackDetailsDto })
  declare readonly details: BinPackDetailsDto & Readonly<Record<string, unknown>>;
}

class SharesDto {
  @field.number({ what: 'Of CPU.', unit: 'share of allocatable', ...SHARE, example: 0.43 })
  readonly cpu!: number;

  @field.number({ what: 'Of memory.', unit: 'share of allocatable', ...SHARE, example: 0.37 })
  readonly memory!: number;
}

class UtilisationDto {
  @field.object({ what: 'What pods ask for now.', type: () => SharesDto })
  readonly before!: SharesDto;

  @field.object({ what: 'The same when the plan is carried out.', type: () => SharesDto })
  readonly after!: SharesDto;
}

/** Answer to a `bin_pack` request. The figures are absent when there was nothing to decide with. */
export class BinPackAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: 'Nodes that can go, in the order in which they do.', type: () => BinPackRecommendationDto, maxItems: 100_000 })
  declare readonly recommendations: readonly BinPackRecommendationDto[];

  @field.integer({ what: 'Nodes now, without those of the control plane.', ...COUNT, example: 10, optional: true })
  readonly nodes_before?: number;

  @field.integer({ what: 'Nodes when the plan is carried out.', ...COUNT, example: 9, optional: true })
  readonly nodes_after?: number;

  @field.integer({ what: 'No placement of these pods takes fewer of these nodes, even if every pod could stand anywhere.', ...COUNT, example: 6, optional: true })
  readonly lower_bound?: number;

  @field.number({ what: 'By how much nodes_after exceeds lower_bound.', unit: 'percent', ...SHARE, example: 50, optional: true })
  readonly gap_pct?: number;

  @field.integer({ what: 'The same bound where nodes that stay for a reason of their own do stay.', ...COUNT, example: 8, optional: true })
  readonly lower_bound_held?: number;

  @field.number({ what: 'By how much nodes_after exceeds lower_bound_held.', unit: 'percent', ...SHARE, example: 12.5, optional: true })
  readonly gap_held_pct?: number;

  @field.object({ what: 'How much of the nodes is asked for.', type: () => UtilisationDto, optional: true })
  readonly utilisation?: UtilisationDto;
}
