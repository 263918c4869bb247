import { AdvisorBoard } from './advisor-board';
import { Learner } from './learner';

export const LEARNING_PROVIDERS = [AdvisorBoard, Learner] as const;
