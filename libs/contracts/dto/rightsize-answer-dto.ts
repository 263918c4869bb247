import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `rightsize` request. */
export class RightsizeAnswerDto extends DecisionAnswerDto {}
