import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `noisy_neighbor` request. */
export class NoisyNeighborAnswerDto extends DecisionAnswerDto {}
