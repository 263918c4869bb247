import { PatternBoard } from './pattern-board';

export const PATTERN_CONTROLLERS = [] as const;
export const PATTERN_PROVIDERS = [PatternBoard];
