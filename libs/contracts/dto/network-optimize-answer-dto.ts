import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `network_optimize` request. */
export class NetworkOptimizeAnswerDto extends DecisionAnswerDto {}
