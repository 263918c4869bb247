import { isObject } from '../prices/is-object';

/** An object, or the JSON text of one as tables and CSV have it; null for anything else. */
export const jsonObject = (value: unknown): Readonly<Record<string, unknown>> | null => {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
};
