import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `ipv4_cost` request. */
export class Ipv4CostAnswerDto extends DecisionAnswerDto {}
