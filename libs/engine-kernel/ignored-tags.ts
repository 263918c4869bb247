import { hasTag, type Tagged } from '@ml/state/aws/tags';
import { fault, isRecord, shown, type Read } from '@ml/state/read';

/** A key with its value, or with null for whatever value. */
export type IgnoredTags = readonly (readonly [string, string | null])[];

/** `constraints.ignore_tags`: `{"purpose": "bastion", "keep-me": null}`. */
export const readIgnoredTags: Read<IgnoredTags> = (value) => {
  if (!isRecord(value)) throw fault('BAD_FIELD', `${shown(value)} is not an object of tags`);
  return Object.entries(value).map(([key, wanted]) => {
    if (wanted !== null && typeof wanted !== 'string') throw fault('BAD_FIELD', `${shown(wanted)} is not a text`).within(key);
    return [key, wanted === '' ? null : wanted] as const;
  });
};

export const isIgnored = (object: Tagged, tags: IgnoredTags): boolean => tags.some(([key, value]) => hasTag(object, key, value));
