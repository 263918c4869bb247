import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `shadow_it` request. */
export class ShadowItAnswerDto extends DecisionAnswerDto {}
