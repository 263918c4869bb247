import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet, type IResolveOptions } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { beforeAll, describe, expect, it } from 'vitest';
import { byFile, expectedOf, FIXTURES } from './fixture-expectations';

interface Configuration {
  readonly forbidden: readonly { readonly name: string }[];
  readonly options: ICruiseOptions & { readonly enhancedResolveOptions: Partial<IResolveOptions> };
}

const configuration = createRequire(import.meta.url)(path.resolve('.dependency-cruiser.cjs')) as Configuration;

const cruiseFixtures = async (): Promise<ICruiseResult> => {
  const tsConfigFile = path.join(FIXTURES, 'tsconfig.json');
  const { forbidden, options } = configuration;
  const { output } = await cruise(
    ['apps', 'libs', 'migrations', 'tools'],
    { ...options, baseDir: FIXTURES, validate: true, ruleSet: { forbidden } as IFlattenedRuleSet, tsConfig: { fileName: tsConfigFile } },
    options.enhancedResolveOptions,
    { tsConfig: extractTSConfig(tsConfigFile) },
  );
  return output as ICruiseResult;
};

describe('dependency-cruiser with the configuration of the house', () => {
  let found: ReturnType<typeof byFile>;

  beforeAll(async () => {
    const { summary } = await cruiseFixtures();
    found = byFile(summary.violations.map(({ from, rule }) => ({ file: from, rule: rule.name })));
  });

  it('reports in each fixture exactly the rules that it breaks, and nothing in clean files', () => {
    expect(found).toEqual(expectedOf('dependency-cruiser'));
  });

  it('has a fixture for every rule that it enforces', () => {
    const shown = new Set(Object.values(found).flat());
    expect(configuration.forbidden.map((rule) => rule.name).filter((name) => !shown.has(name))).toEqual([]);
  });
});
