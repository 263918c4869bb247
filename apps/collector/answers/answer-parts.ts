import { AnswersController } from './answers.controller';

export const ANSWER_CONTROLLERS = [AnswersController];
