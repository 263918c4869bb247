import { looksLikeIdentifier } from './looks-like-identifier';
import type { Vocabulary } from './vocabulary';

/** Kept for what is not kept by its own name. */
export const OTHER = 'other';

const MOST_WORDS = 8;
/** Longer names are cut nowhere: they are not read at all. */
const MOST_CHARACTERS = 100;
/** Of `idle_30_days` and of `backup_7d`; longer ones may be somebody's number. */
const NUMBER = /^\d{1,3}[dhmwy]?$/;
const MOST_NUMBERS = 1;
/** Names of one piece. */
const MOST_REMEMBERED = 1_000;
/** One character between two words: what stands between them is text of the caller as well. */
const SHAPE = /^[A-Za-z0-9]+(?:[_\-./: ][A-Za-z0-9]+)*$/;
const BETWEEN = /[_\-./: ]/;
/** `VolumeReadOps`, `HTTPCode_ELB_5XX`, `CPUUtilization`, `IPv4Count`. */
const CAMEL = /IPv[46]|[2-5][xX]{2}|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/**
 * The words of a name, in lower case, when each of them is known; null when one is not, or when there is more to it than words.
 * Numbers of up to three digits count as words, one in a name.
 */
export const knownWords = (name: unknown, vocabulary: Vocabulary): readonly string[] | null => {
  if (typeof name !== 'string' || name.length > MOST_CHARACTERS) return null;
  const known = vocabulary.names?.get(name);
  if (known !== undefined) return known;
  const words = readName(name, vocabulary);
  if (vocabulary.names !== undefined && vocabulary.names.size < MOST_REMEMBERED) vocabulary.names.set(name, words);
  return words;
};

const readName = (name: string, vocabulary: Vocabulary): readonly string[] | null => {
  if (!SHAPE.test(name) || looksLikeIdentifier(name)) return null;
  const phrase = name.toLowerCase().replaceAll(/[-./: ]/g, '_');
  if (vocabulary.has(phrase)) return [phrase];
  const words = name.split(BETWEEN).flatMap((part) => wordsOf(part, vocabulary));
  if (words.length > MOST_WORDS || words.filter((word) => NUMBER.test(word)).length > MOST_NUMBERS) return null;
  return words.every((word) => vocabulary.has(word) || NUMBER.test(word)) ? words : null;
};

const wordsOf = (part: string, vocabulary: Vocabulary): readonly string[] => {
  const whole = part.toLowerCase();
  if (vocabulary.has(whole) || NUMBER.test(whole)) return [whole];
  return (part.match(CAMEL) ?? []).map((word) => word.toLowerCase());
};

/** In one spelling, `ebs_volume` of `EBS Volume`: for names that are compared. Null: not known, or too long for its column. */
export const keptLabel = (name: unknown, vocabulary: Vocabulary, most: number): string | null => {
  const label = knownWords(name, vocabulary)?.join('_') ?? null;
  return label !== null && label.length <= most ? label : null;
};

/** As it is spelt, `VolumeReadOps`: for names that the cloud has given. Null: not known, or too long for its column. */
export const keptName = (name: unknown, vocabulary: Vocabulary, most: number): string | null => (typeof name === 'string' && name.length <= most && knownWords(name, vocabulary) !== null ? name : null);
