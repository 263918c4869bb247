import { fault, isRecord, shown, type Read } from '../read';
import type { Labels } from './label-selector';

/** A map of texts, whole: the labels of an object, or what a selector asks of them. The posted map itself, not a copy: a cluster has a hundred thousand of them. */
export const readLabels: Read<Labels> = (value) => {
  if (!isRecord(value)) throw fault('BAD_STATE', `${shown(value)} is not an object`);
  let complete = true;
  for (const key of Object.keys(value)) {
    const text = value[key];
    if (typeof text === 'string') continue;
    if (text !== null && text !== undefined) throw fault('BAD_FIELD', `${shown(text)} is not a text`).within(key);
    complete = false;
  }
  return complete ? (value as Labels) : given(value);
};

const given = (value: Readonly<Record<string, unknown>>): Labels =>
  Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
