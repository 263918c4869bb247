import { INDUSTRY_WORDS } from './words/industry-words';
import { METRIC_WORDS } from './words/metric-words';
import { RESOURCE_WORDS } from './words/resource-words';
import { SCENARIO_WORDS } from './words/scenario-words';
import { VALUE_WORDS } from './words/value-words';

/** The words, in lower case, that a kept text may be made of. None of them is also a usual name of people, but for a few that every cloud account is full of. */
export interface Vocabulary {
  has(word: string): boolean;
  /** What names were found to consist of; absent: each is read whenever it comes. */
  readonly names?: Map<string, readonly string[] | null>;
}

const OWN_WORDS = [RESOURCE_WORDS, METRIC_WORDS, SCENARIO_WORDS, VALUE_WORDS, INDUSTRY_WORDS];
/** `_` holds words together: `aurora_cluster` is known, `aurora`, a name of people, is not. */
const BETWEEN = /[^a-z0-9_]+/;
/** A letter alone says nothing. */
const LEAST = 2;

/** @param further words of the operator, who answers for them */
export const makeVocabulary = (further: readonly string[] = []): ReadonlySet<string> => new Set([...OWN_WORDS, ...further].flatMap((text) => text.toLowerCase().split(BETWEEN)).filter((word) => word.length >= LEAST));

/** The words, and what is found out by them; for one piece, because it remembers texts of its caller. */
export const remembering = (words: Vocabulary): Vocabulary => ({ has: (word) => words.has(word), names: new Map() });

/** Words of industries alone: a longer list would let more through than the question needs. */
export const industryVocabulary = (): Vocabulary => new Set(INDUSTRY_WORDS.split(BETWEEN).filter((word) => word.length >= LEAST).concat('and'));
