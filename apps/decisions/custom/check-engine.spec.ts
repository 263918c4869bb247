import { describe, expect, it } from 'vitest';
import { checkEngine } from './check-engine';

const UPLOAD = { engine_name: 'packer', engine_version: '1.0.0', engine_type: 'bin_packing', config: null } as const;
const PARTS = {
  name: "export const name = 'packer';",
  version: "export const version = '1.0.0';",
  type: "export const type = 'bin_packing';",
  configSchema: 'export const configSchema = { least: { default: 2, min: 1, max: 9 }, careful: { default: true } };',
  decide: 'export const decide = (input) => ({});',
} as const;
const source = (changes: Partial<Record<keyof typeof PARTS, string>> = {}): string => Object.values({ ...PARTS, ...changes }).join('\n');
const check = (text: string | Uint8Array, changes: Partial<Parameters<typeof checkEngine>[1]> = {}) => checkEngine(typeof text === 'string' ? new TextEncoder().encode(text) : text, { ...UPLOAD, ...changes });
const codes = (text: string | Uint8Array, changes: Partial<Parameters<typeof checkEngine>[1]> = {}): readonly string[] => check(text, changes).findings.map(({ code, line }) => `${code} ${line}`);

describe('the look at a custom engine before it runs', () => {
  it('finds nothing wrong with a plain module, and its settings', () => {
    const checked = check(source(), { config: { least: 3 } });
    expect(checked).toMatchObject({ findings: [], warnings: [], config: { least: 3, careful: true }, schema: { least: { kind: 'number', min: 1 }, careful: { kind: 'flag' } } });
  });

  it('reads what a bundler writes', () => {
    const bundled = "var n = \"packer\", v = `1.0.0`;\nvar t = 'bin_packing';\nvar s = { least: { default: 2, min: -1, max: 9 }, careful: { default: !0 } };\nfunction decide(input) { return {}; }\nexport { n as name, v as version, t as type, s as configSchema, decide };";
    expect(check(bundled)).toMatchObject({ findings: [], config: { least: 2, careful: true } });
  });

  it.each([
    ['more than a MiB', `${source()}//${'x'.repeat(1 << 20)}`, 'TOO_LARGE null'],
    ['nothing', '  \n', 'EMPTY null'],
    ['bytes that are no text', new Uint8Array([0x65, 0xff, 0xfe]), 'NOT_UTF8 null'],
    ['Python', 'def decide(self, state):\n  return {}', 'NOT_A_MODULE 1'],
    ['an import', source({ decide: `import fs from 'fs';\n${PARTS.decide}` }), 'IMPORTS 5'],
    ['an export of another module', source({ decide: `${PARTS.decide}\nexport { readFile } from 'fs';` }), 'IMPORTS 6'],
    ['everything of another module', source({ decide: `${PARTS.decide}\nexport * from 'fs';` }), 'IMPORTS 6'],
    ['an import at run time', source({ decide: "export const decide = () => import('fs');" }), 'IMPORTS 5'],
    ['import.meta', source({ decide: 'export const decide = () => import.meta.url;' }), 'IMPORTS 5'],
    ['await at the top', source({ decide: `await 1;\n${PARTS.decide}` }), 'TOP_LEVEL_AWAIT 5'],
    ['a name that differs', source({ name: "export const name = 'other';" }), 'NAME_DIFFERS 1'],
    ['a name that is none', source({ name: "export const name = '../etc';" }), 'BAD_NAME 1'],
    ['the name of a built-in engine', source({ name: "export const name = 'rightsizing';" }), 'NAME_RESERVED 1'],
    ['a name that is computed', source({ name: "export const name = 'pack' + 'er';" }), 'NOT_A_LITERAL 1'],
    ['a version that differs', source({ version: "export const version = '1.0.1';" }), 'VERSION_DIFFERS 2'],
    ['a version that is none', source({ version: "export const version = 'latest';" }), 'BAD_VERSION 2'],
    ['an unknown type', source({ type: "export const type = 'magic';" }), 'UNKNOWN_TYPE 3'],
    ['another type', source({ type: "export const type = 'scheduler';" }), 'TYPE_DIFFERS 3'],
    ['no settings', source({ configSchema: '' }), 'MISSING_EXPORT null'],
    ['settings without bounds', source({ configSchema: 'export const configSchema = { least: { default: 2 } };' }), 'BAD_CONFIG_SCHEMA 4'],
    ['a default out of bounds', source({ configSchema: 'export const configSchema = { least: { default: 2, min: 3, max: 4 } };' }), 'BAD_CONFIG_SCHEMA 4'],
    ['no decide', source({ decide: '' }), 'MISSING_EXPORT null'],
    ['decide that decides later', source({ decide: 'export async function decide() { return {}; }' }), 'DECIDE_NOT_AT_ONCE 5'],
    ['decide that is no function', source({ decide: 'export const decide = { decide: 1 };' }), 'DECIDE_NOT_A_FUNCTION 5'],
  ])('refuses %s', (_, text, code) => {
    expect(codes(text)).toEqual([code]);
  });

  it('names every finding at once', () => {
    expect(codes('export const name = 1;')).toEqual(['NOT_A_LITERAL 1', 'MISSING_EXPORT null', 'MISSING_EXPORT null', 'MISSING_EXPORT null', 'MISSING_EXPORT null']);
  });

  it('refuses settings that the engine does not have', () => {
    expect(check(source(), { config: { most: 1, least: 10 } }).findings.map(({ text }) => text)).toEqual([
      'config.most is no setting of this engine; it has least, careful',
      'config.least is 10, not a number from 1 to 9',
    ]);
  });

  it('warns of what is not there in the sandbox', () => {
    expect(check(source({ decide: 'export const decide = () => {\n  console.log(1);\n  return {};\n};' })).warnings).toMatchObject([{ code: 'NOT_IN_SANDBOX', line: 6 }]);
  });

  it('reads source as deep as it may be long', () => {
    expect(codes(`${source()}\nexport const deep = ${'['.repeat(200)}${']'.repeat(200)};`)).toEqual([]);
    expect(['NOT_A_MODULE null', 'NOT_A_MODULE 6', undefined]).toContain(codes(`${source()}\nexport const deep = ${'['.repeat(40_000)}${']'.repeat(40_000)};`)[0]);
  });
});
