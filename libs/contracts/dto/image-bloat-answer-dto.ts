import { DecisionAnswerDto } from './decision-answer-dto';

/** Answer to a `image_bloat` request. */
export class ImageBloatAnswerDto extends DecisionAnswerDto {}
