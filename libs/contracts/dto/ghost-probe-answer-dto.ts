import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `ghost_probe` request. */
export class GhostProbeAnswerDto extends DecisionAnswerDto {}
