import { compareText } from '@ml/units/compare-text';
import { optOutOf } from '../opt-out';
import { fault, isRecord, shown, under, type Read } from '../read';
import { fallback, required } from '../shapes';
import { refuseDuplicates } from '../unique';
import { name, text } from '../values';
import { apiObject } from './api-object';
import { isOptOut, tagKept, tagWord } from './kept-tags';
import { tagFingerprint } from './tag-fingerprint';

/** The tags of an AWS object, as far as an engine may know them. */
export interface Tagged {
  /** Allow-listed tags, sorted by key; "" is also the value of one of which only the presence is kept, such as `Name`. */
  readonly tags: Readonly<Record<string, string>>;
  /** Fingerprints of all tags that are not in `tags` with their value, sorted: enough to honour a tag that a caller names, too little to read it. */
  readonly otherTags: readonly string[];
  /** The tag that says "hands off". */
  readonly optOut: string | null;
}

export const UNTAGGED: Tagged = { tags: {}, otherTags: [], optOut: null };

interface Tag {
  readonly key: string;
  readonly value: string;
}

const apiTag = apiObject({ Key: required(name), Value: fallback(text, '') });

/** `[{"Key": "a", "Value": "b"}]` as the API writes tags, or a plain map `{"a": "b"}`. */
export const readTags: Read<Tagged> = (value) => tagged(Array.isArray(value) ? listed(value) : mapped(value));

/** Of a tag that people write by hand: its value in whatever spelling, as in `tagValue(tags, 'managedby')`. Of several spellings the first by key. */
export const tagValue = (tags: Tagged['tags'], word: string): string | null => {
  const key = Object.keys(tags).find((candidate) => tagWord(candidate) === word);
  return key === undefined ? null : (tags[key] ?? null);
};

/** Whether the object bears the tag, kept or not; a value of null asks for the key alone. */
export const hasTag = (object: Tagged, key: string, value: string | null): boolean => {
  const kept = tagKept(key) === 'value' ? object.tags[key] : undefined;
  if (kept !== undefined) return value === null || kept === value;
  const wanted = tagFingerprint(key, value ?? '');
  return object.otherTags.some((other) => (value === null ? other.slice(0, KEY_DIGITS) === wanted.slice(0, KEY_DIGITS) : other === wanted));
};

const KEY_DIGITS = 8;

const listed = (value: readonly unknown[]): readonly Tag[] => {
  const tags = value.map((given, index) => plainTag(given) ?? under(index, readTag, given));
  const inOrder = tags.toSorted(byKey);
  if (inOrder.some((tag, index) => tag.key === inOrder[index - 1]?.key)) refuseDuplicates(tags, ({ key }) => key, ['Key']);
  return inOrder;
};

const byKey = (one: Tag, other: Tag): number => compareText(one.key, other.key);

/** The way of nearly all tags, of which there are more than of anything else; the others go by the reader that says what is wrong. */
const plainTag = (given: unknown): Tag | null => {
  if (!isRecord(given)) return null;
  const { Key: key, Value: value } = given;
  return typeof key === 'string' && key !== '' && typeof value === 'string' ? { key, value } : null;
};

const readTag: Read<Tag> = (given) => {
  const { Key: key, Value: value } = apiTag(given);
  return { key, value };
};

const mapped = (value: unknown): readonly Tag[] => {
  if (!isRecord(value)) throw fault('BAD_STATE', `${shown(value)} is neither a list of tags nor an object`);
  return Object.entries(value)
    .map(([key, given]) => ({ key, value: under(key, tagText, given) }))
    .sort(byKey);
};

const tagText = fallback(text, '');

const tagged = (inOrder: readonly Tag[]): Tagged => {
  if (inOrder.length === 0) return UNTAGGED;
  const tags: Record<string, string> = {};
  const otherTags: string[] = [];
  let optOut = false;
  for (const { key, value } of inOrder) {
    const kept = tagKept(key);
    if (kept === 'value') tags[key] = value;
    else otherTags.push(tagFingerprint(key, value));
    if (kept === 'presence') tags[key] = '';
    optOut ||= isOptOut(key);
  }
  return { tags, otherTags: otherTags.sort(), optOut: optOut ? optOutOf(tags) : null };
};
