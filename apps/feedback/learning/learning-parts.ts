import { AdvisorBoard } from './advisor-board';
import { Learner } from './learner';
import { LessonWatch } from './lesson-watch';
import { TeachPass } from './teach-pass';
import { Teacher } from './teacher';

export const LEARNING_PROVIDERS = [AdvisorBoard, Learner, LessonWatch, TeachPass, Teacher] as const;
