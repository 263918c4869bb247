import { PatternAnswers } from './pattern-answers';
import { PatternBoard } from './pattern-board';
import { PatternPass } from './pattern-pass';
import { PatternReader } from './pattern-reader';
import { PatternsController } from './patterns.controller';

export const PATTERN_CONTROLLERS = [PatternsController];
export const PATTERN_PROVIDERS = [PatternReader, PatternAnswers, PatternPass, PatternBoard];
