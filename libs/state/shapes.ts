import { StateFault } from './fault';
import { fault, isRecord, shown, under, type Read, type Reads } from './read';

type Shape = Readonly<Record<string, Read<unknown>>>;
type Shaped<S extends Shape> = { readonly [Key in keyof S]: Reads<S[Key]> };

/** Keeps what the shape names and nothing else. One `try` an object, not one a field: states hold millions of fields. */
export const object = <S extends Shape>(shape: S): Read<Shaped<S>> => {
  const keys = Object.keys(shape);
  const reads = Object.values(shape);
  // Copied for each value: fields written over a known layout cost less than fields added one by one.
  const empty: Readonly<Record<string, unknown>> = Object.fromEntries(keys.map((key) => [key, undefined]));
  return (value) => {
    if (!isRecord(value)) throw fault('BAD_STATE', `${shown(value)} is not an object`);
    const kept: Record<string, unknown> = { ...empty };
    let at = 0;
    try {
      for (const read of reads) {
        const key = keys[at] ?? '';
        kept[key] = read(own(value, key));
        at += 1;
      }
    } catch (error) {
      throw error instanceof StateFault ? error.within(keys[at] ?? '') : error;
    }
    return kept as Shaped<S>;
  };
};

/** Absent and null are the same to Kubernetes; `null` survives JSON, so a stored state reads like a fresh one. */
export const optional =
  <T>(read: Read<T>): Read<T | null> =>
  (value) =>
    value === undefined || value === null ? null : read(value);

export const fallback =
  <T>(read: Read<T>, otherwise: T): Read<T> =>
  (value) =>
    value === undefined || value === null ? otherwise : read(value);

export const required =
  <T>(read: Read<T>): Read<T> =>
  (value) => {
    if (value === undefined || value === null) throw fault('MISSING_FIELD', 'is missing');
    return read(value);
  };

export const array =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw fault('BAD_STATE', `${shown(value)} is not a list`);
    let at = 0;
    try {
      return value.map((item, index) => {
        at = index;
        return read(item);
      });
    } catch (error) {
      throw error instanceof StateFault ? error.within(at) : error;
    }
  };

/** An array of API objects, or what `kubectl get -o json` prints: `{"kind": "List", "items": [...]}`. */
export const list = <T>(read: Read<T>): Read<readonly T[]> => {
  const items = array(read);
  return (value) => (isRecord(value) && 'items' in value ? under('items', items, value['items'] ?? []) : items(value));
};

/** Of a map of texts, such as labels: only the keys that are allowed. */
export const picked = (allowed: readonly string[]): Read<Readonly<Record<string, string>>> => {
  const known = [...allowed].sort();
  return (value) => {
    if (!isRecord(value)) throw fault('BAD_STATE', `${shown(value)} is not an object`);
    const kept: Record<string, string> = {};
    for (const key of known) {
      const given = own(value, key);
      if (typeof given === 'string') kept[key] = given;
      else if (given !== undefined && given !== null) throw fault('BAD_FIELD', `${shown(given)} is not a text`).within(key);
    }
    return kept;
  };
};

/** Most fields of most objects are absent: those cost one look. */
const own = (value: Readonly<Record<string, unknown>>, key: string): unknown => {
  const found = value[key];
  return found === undefined || Object.hasOwn(value, key) ? found : undefined;
};
