import { tagKept } from '@ml/state/aws/kept-tags';

const textOf = (key: string, value: unknown): string | undefined => {
  const kept = tagKept(key);
  if (kept === 'nothing') return undefined;
  return kept === 'value' && typeof value === 'string' ? value : '';
};

interface Tag {
  readonly key: unknown;
  readonly value: unknown;
}

const tagOf = (tag: unknown): Tag => {
  const { Key, key, Value, value } = (tag ?? {}) as { Key?: unknown; key?: unknown; Value?: unknown; value?: unknown };
  return { key: Key ?? key, value: Value ?? value };
};

/** As a list or as a map; only the tags whose value, or presence, an engine may know. */
export const keptTags = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return (value as readonly unknown[]).map(tagOf).flatMap(({ key, value: given }) => {
      const text = typeof key === 'string' ? textOf(key, given) : undefined;
      return text === undefined ? [] : [{ Key: key, Value: text }];
    });
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const kept = Object.entries(value).flatMap(([key, given]) => {
    const text = textOf(key, given);
    return text === undefined ? [] : [[key, text] as const];
  });
  return Object.fromEntries(kept);
};
