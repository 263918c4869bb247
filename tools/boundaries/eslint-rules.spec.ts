import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ESLint, Linter } from 'eslint';
import { byFile, expectedOf, FIXTURES, type Broken } from './fixture-expectations';

const CONFIG = path.resolve('eslint.config.mjs');
/** Typed lint over a hundred small files, and a project graph. */
const LINT_MS = 60_000;

/** The project graph is that of the fixtures: Nx looks at this when it is loaded, so ESLint is loaded afterwards. */
const lintIn = async (root: string): Promise<ESLint> => {
  process.env['NX_WORKSPACE_ROOT_PATH'] = root;
  const { ESLint: Loaded } = await import('eslint');
  return new Loaded({ cwd: root, overrideConfigFile: CONFIG });
};

const brokenIn = (results: readonly ESLint.LintResult[]): readonly Broken[] =>
  results.flatMap((result) =>
    result.messages.map(({ ruleId }) => ({ file: path.relative(FIXTURES, result.filePath), rule: ruleId ?? 'inline-configuration' })),
  );

describe('ESLint with the configuration of the house', () => {
  let eslint: ESLint;
  let found: ReturnType<typeof byFile>;

  beforeAll(async () => {
    eslint = await lintIn(FIXTURES);
    found = byFile(brokenIn(await eslint.lintFiles(['.'])));
  }, LINT_MS);

  it('reports in each fixture exactly the rules that it breaks, and nothing in clean files', () => {
    expect(found).toEqual(expectedOf('eslint'));
  });

  it('has a fixture for every rule that it enforces', async () => {
    const configs = await Promise.all(
      ['libs/units/x.ts', 'apps/pricing/x.ts', 'libs/testing/x.ts'].map(
        async (file) => (await eslint.calculateConfigForFile(path.join(FIXTURES, file))) as Linter.Config,
      ),
    );
    const enforced = configs.flatMap((config) => Object.entries(config.rules ?? {}).filter(([, entry]) => severityOf(entry) === 2));
    const shown = new Set(Object.values(found).flat());
    expect([...new Set(enforced.map(([rule]) => rule))].filter((rule) => !shown.has(rule))).toEqual([]);
  });
});

const severityOf = (entry: unknown): unknown => (Array.isArray(entry) ? (entry as readonly unknown[])[0] : entry);
