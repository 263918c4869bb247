import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

class OomDetailsDto {
  @field.text({ what: 'Namespace of the workload.', example: 'shop' })
  readonly namespace!: string;

  @field.text({ what: 'The workload whose template is changed.', example: 'web' })
  readonly workload!: string;

  @field.text({ what: 'The container.', example: 'app' })
  readonly container!: string;

  @field.integer({ what: 'Kills in the window, each counted once.', min: 1, max: 1_000_000, example: 1 })
  readonly kills_24h!: number;

  @field.text({ what: 'Memory request of today.', example: '512Mi', nullable: true })
  readonly request_from!: string | null;

  @field.text({ what: 'Memory request to be.', example: '768Mi' })
  readonly request_to!: string;

  @field.text({ what: 'Memory limit of today; null when there is none.', example: '512Mi', nullable: true })
  readonly limit_from!: string | null;

  @field.text({ what: 'Memory limit to be.', example: '768Mi', nullable: true })
  readonly limit_to!: string | null;
}

class OomRecommendationDto extends RecommendationDto {
  @field.object({ what: 'From what to what.', type: () => OomDetailsDto })
  declare readonly details: OomDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to an `oomkilled_remediate` request. */
export class OomkilledRemediateAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: '`raise_memory`, one for each container of a workload.', type: () => OomRecommendationDto })
  declare readonly recommendations: readonly OomRecommendationDto[];
}
