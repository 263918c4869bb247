import { fault, isRecord, shown, type Read } from '../read';
import type { Labels } from './label-selector';

/** A map of texts, whole: the labels of an object, or what a selector asks of them. */
export const readLabels: Read<Labels> = (value) => {
  if (!isRecord(value)) throw fault('BAD_STATE', `${shown(value)} is not an object`);
  const keys = Object.keys(value);
  for (const key of keys) {
    const given = value[key];
    if (typeof given !== 'string' && given !== null && given !== undefined) throw fault('BAD_FIELD', `${shown(given)} is not a text`).within(key);
  }
  return keys.every((key) => typeof value[key] === 'string') ? { ...(value as Labels) } : given(value);
};

const given = (value: Readonly<Record<string, unknown>>): Labels =>
  Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
