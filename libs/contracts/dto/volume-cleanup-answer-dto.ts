import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `volume_cleanup` request. */
export class VolumeCleanupAnswerDto extends DecisionAnswerDto {}
