import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `schedule` request. */
export class ScheduleAnswerDto extends DecisionAnswerDto {}
