import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `bin_pack` request. */
export class BinPackAnswerDto extends DecisionAnswerDto {}
