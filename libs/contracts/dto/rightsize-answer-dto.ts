import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';
import { RightsizeDetailsDto } from './rightsize-details-dto';

const MONTHLY = { unit: 'USD a month of 730 hours', min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class RightsizeRecommendationDto extends RecommendationDto {
  @field.object({ what: 'Sizes now and as they should be: of a node, or of one request of a container.', type: () => RightsizeDetailsDto })
  declare readonly details: RightsizeDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `rightsize` request. */
export class RightsizeAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: '`downsize_node`, `upsize_node`, `lower_request` or `raise_request`.', type: () => RightsizeRecommendationDto })
  declare readonly recommendations: readonly RightsizeRecommendationDto[];

  @field.number({ what: 'What all larger nodes together cost more.', ...MONTHLY, example: 0, optional: true })
  readonly additional_monthly_cost?: number;

  @field.number({ what: 'What all changed requests together free, at what the nodes of the cluster cost. No saving until nodes shrink, so it is in no sum.', ...MONTHLY, example: 12.4, optional: true })
  readonly potential_monthly_savings?: number;
}
