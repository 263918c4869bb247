import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = Readonly<Record<string, unknown>>;

const IN_DOCUMENT = '#/components/schemas/';
const REFERENCE = new RegExp(`"${IN_DOCUMENT}([^"]+)"`, 'g');

/** One schema of the document with everything it refers to, as a JSON Schema that stands alone. */
export const selfContained = (document: OpenAPIObject, name: string): Schema => {
  const known = (document.components?.schemas ?? {}) as Readonly<Record<string, unknown>>;
  const wanted = new Set([name]);
  // A set that grows while it is walked is walked to its end.
  for (const next of wanted) {
    for (const [, found = ''] of JSON.stringify(known[next] ?? {}).matchAll(REFERENCE)) wanted.add(found);
  }
  const definitions = Object.fromEntries([...wanted].map((each) => [each, known[each] ?? {}]));
  return { $ref: `#/$defs/${name}`, $defs: JSON.parse(JSON.stringify(definitions).replaceAll(IN_DOCUMENT, '#/$defs/')) as Schema };
};
