import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KEPT_KINDS, KEPT_TIMES, OPEN_MAPS } from './kept-fields';

const FOLDERS = ['libs/state/kubernetes', 'libs/state/aws', 'libs/state/observed'];

/** `name: required(...)`: a field that a reader asks for. Readers are functions with one of these names, or are called `read...` or `api...`. */
const FIELD = /(?:^|[\s{,(])'?([A-Za-z][\w-]*)'?:\s*(?:required|optional|fallback|array|list|picked|object|apiObject|apiList|text|name|truth|time|apiTime|size|cpu|count|whole|decimal|choice|amount|filled)\b/g;

/** Kept in part or under another rule; or a word of the grammar that only looks like a field. */
const ELSEWHERE = new Set(['annotations', 'triggers', 'labels', 'command', 'args', 'env', 'Tags', 'TagList', 'created_by', 'tags', 'TagSet', 'read', 'zone']);

const sources = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && file !== 'api-values.ts')
    .map((file) => `${folder}/${file}`);

const fieldsIn = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    // Types declare fields as well: of those, only what is read counts.
    .filter((line) => !/^\s*(readonly|export|\*|\/)/.test(line) || line.includes('= object(') || line.includes('= apiObject('))
    .flatMap((line) => [...line.matchAll(FIELD)].map(([, field]) => field ?? ''));

const allowed = new Set([...KEPT_KINDS.values()].flatMap(({ names }) => [...names]));
const inPascalCase = (field: string): string => field.charAt(0).toUpperCase() + field.slice(1);
const isKept = (field: string): boolean => [allowed, OPEN_MAPS, ELSEWHERE, KEPT_TIMES].some((names) => names.has(field)) || allowed.has(inPascalCase(field));

describe('the fields that are kept of a snapshot', () => {
  it('are all that a reader of posted state asks for: what is left behind would be missing at every scheduled scan', () => {
    // Quantities and labels of one object: kept by the name of the map they stand in.
    const inMaps = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods', 'storage']);
    const missing = FOLDERS.flatMap(sources).flatMap((file) => fieldsIn(file).filter((field) => !isKept(field) && !inMaps.has(field)).map((field) => `${file}: ${field}`));
    expect([...new Set(missing)], 'name them in kept-fields.ts').toEqual([]);
  });
});
