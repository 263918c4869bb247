import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const FIXTURES = path.join(import.meta.dirname, 'fixtures');

export type Tool = 'eslint' | 'dependency-cruiser';
/** Names of rules by file, sorted; a file that no rule is broken in is absent. */
export type RulesByFile = Readonly<Record<string, readonly string[]>>;

/** What the first lines of each fixture say of it, as in `// eslint: pure/no-clock, complexity`. */
export const expectedOf = (tool: Tool): RulesByFile =>
  Object.fromEntries(
    sources()
      .map((file): readonly [string, readonly string[]] => [file, declared(readFileSync(path.join(FIXTURES, file), 'utf8'), tool)])
      .filter(([, rules]) => rules.length > 0)
      .sort(),
  );

const sources = (): readonly string[] =>
  readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.includes('node_modules'));

const declared = (source: string, tool: Tool): readonly string[] => {
  const line = source.split('\n').find((text) => text.startsWith(`// ${tool}: `));
  return line === undefined ? [] : line.slice(`// ${tool}: `.length).split(', ').sort();
};

export interface Broken {
  readonly file: string;
  readonly rule: string;
}

export const byFile = (broken: readonly Broken[]): RulesByFile => {
  const rules = new Map<string, Set<string>>();
  for (const { file, rule } of broken) rules.set(file, (rules.get(file) ?? new Set()).add(rule));
  return Object.fromEntries([...rules].map(([file, names]): readonly [string, readonly string[]] => [file, [...names].sort()]).sort());
};
