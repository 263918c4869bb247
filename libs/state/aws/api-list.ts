import { compareText } from '@ml/units/compare-text';
import { fault, isRecord, shown, under, type Read } from '../read';
import { spellingIn } from './api-object';

interface Listing<T> {
  /** The keys under which the API's answers hold these objects, as in `{"Reservations": [{"Instances": [...]}]}`. */
  readonly answers: readonly string[];
  readonly read: Read<T>;
  readonly identityOf: (item: T) => string;
  /** Where the identity stands in an object; for messages. */
  readonly identityKey: string | ((item: T) => string);
}

/** Pages of answers of lists of lists are as deep as callers go; the bound keeps a hostile body from exhausting the stack. */
const MAX_NESTING = 8;

/**
 * A list of API objects, the API's answer that holds it, or a list of such answers (pages).
 * Sorted by identity, so that nothing depends on the order in which a caller lists them; one identity given twice is refused.
 */
export const apiList =
  <T>(listing: Listing<T>): Read<readonly T[]> =>
  (value) => {
    const found = new Map<string, T>();
    if (Array.isArray(value)) fromList({ listing, found, depth: 0 }, value);
    else if (!fromAnswer({ listing, found, depth: 0 }, value)) {
      throw fault('BAD_STATE', `${shown(value)} is neither a list nor an answer with ${listing.answers.map((key) => JSON.stringify(key)).join(' or ')}`);
    }
    return [...found.values()].sort((one, other) => compareText(listing.identityOf(one), listing.identityOf(other)));
  };

interface Gathering<T> {
  readonly listing: Listing<T>;
  readonly found: Map<string, T>;
  readonly depth: number;
}

const fromList = <T>(gathering: Gathering<T>, value: unknown): void => {
  if (!Array.isArray(value)) throw fault('BAD_STATE', `${shown(value)} is not a list`);
  if (gathering.depth > MAX_NESTING) throw fault('BAD_STATE', `is nested more than ${MAX_NESTING} deep`);
  value.forEach((item: unknown, index) => {
    under(index, () => fromItem({ ...gathering, depth: gathering.depth + 1 }, item), item);
  });
};

const fromItem = <T>(gathering: Gathering<T>, value: unknown): void => {
  if (Array.isArray(value)) fromList(gathering, value);
  else if (!fromAnswer(gathering, value)) take(gathering, value);
};

/** False when the value holds none of the keys of an answer. */
const fromAnswer = <T>(gathering: Gathering<T>, value: unknown): boolean => {
  if (!isRecord(value)) return false;
  const held = gathering.listing.answers.map((key) => spellingIn(value, key)).filter((key) => key !== null);
  for (const key of held) under(key, (list) => fromList(gathering, list ?? []), value[key]);
  return held.length > 0;
};

const take = <T>({ listing, found }: Gathering<T>, value: unknown): void => {
  const item = listing.read(value);
  const identity = listing.identityOf(item);
  if (found.has(identity)) {
    const key = typeof listing.identityKey === 'string' ? listing.identityKey : listing.identityKey(item);
    throw fault('DUPLICATE_FIELD', `${JSON.stringify(identity)} is given twice`).within(key);
  }
  found.set(identity, item);
};
