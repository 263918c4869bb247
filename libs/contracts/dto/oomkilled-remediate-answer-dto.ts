import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `oomkilled_remediate` request. */
export class OomkilledRemediateAnswerDto extends DecisionAnswerDto {}
