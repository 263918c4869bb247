import type { CollectionFault } from '@ml/contracts/collection';
import { isObject } from '../prices/is-object';
import { collectionFault } from './collection-fault';
import type { KeptTags } from './collected-rows';
import { keptName } from './kept-name';
import type { Vocabulary } from './vocabulary';

/** In lower case; everything else is left out without a word, it is no fault to have tags. */
const KEPT = new Set(['env', 'environment', 'tier', 'purpose', 'criticality', 'backup']);
/** The longest of them. */
const LONGEST_KEY = 11;
/** GCP allows 64, the others 50. */
const MOST_TAGS = 64;
const MOST_CHARACTERS = 40;

interface ReadTags {
  readonly tags: KeptTags | null;
  readonly faults: readonly CollectionFault[];
}

/** Tags of the list whose values consist of known words, by their key in lower case; of one key in two spellings the first. Null when none is left. */
export const keptTags = (tags: unknown, path: string, vocabulary: Vocabulary): ReadTags => {
  if (tags === undefined || tags === null) return { tags: null, faults: [] };
  return isObject(tags) ? readTags(tags, path, vocabulary) : { tags: null, faults: [collectionFault(path, 'BAD_TAGS')] };
};

const readTags = (tags: Readonly<Record<string, unknown>>, path: string, vocabulary: Vocabulary): ReadTags => {
  const kept = new Map<string, string>();
  const faults: CollectionFault[] = [];
  const keys = Object.keys(tags);
  for (const [place, key] of keys.entries()) {
    const name = key.length <= LONGEST_KEY ? key.toLowerCase() : '';
    if (!KEPT.has(name) || kept.has(name)) continue;
    const value = keptValue(tags[key], vocabulary);
    if (value === null) faults.push(collectionFault(`${path}[${place}]`, 'TAG_VALUE_REFUSED'));
    else kept.set(name, value);
  }
  if (keys.length > MOST_TAGS) faults.push(collectionFault(path, 'TOO_MANY_TAGS'));
  return { tags: kept.size === 0 ? null : Object.fromEntries(kept), faults };
};

/** In lower case: `Prod` and `prod` are one environment. */
const keptValue = (value: unknown, vocabulary: Vocabulary): string | null => {
  if (typeof value === 'boolean') return String(value);
  return keptName(value, vocabulary, MOST_CHARACTERS)?.toLowerCase() ?? null;
};
