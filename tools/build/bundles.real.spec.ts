import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { OWNERS } from '../nats/permissions';

const DIST = 'dist';
const IMPORTED = /(?:^import\s*|^import\s.+?\sfrom\s*|^export\s.+?\sfrom\s*|\bimport\()"([^".][^"]*)"/gm;

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Of the newest build: files of the one before it are kept for processes that still run. */
const bundles = (): readonly string[] => {
  const { files } = JSON.parse(readFileSync(path.join(DIST, 'services.build.json'), 'utf8')) as { files: readonly string[] };
  return files.filter((name) => name.endsWith('.js')).map((name) => path.join(DIST, name));
};

describe('the bundles', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['tools/build.mjs', 'services'], { stdio: 'pipe' });
  });

  it.each([...OWNERS, 'aws-emulator', 'migrate', 'make-streams'])('have an entry for %s', (name) => {
    expect(readdirSync(DIST)).toContain(`${name}.js`);
  });

  it('import nothing that an installation without development packages lacks', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
    const imported = bundles().flatMap((file) => [...readFileSync(file, 'utf8').matchAll(IMPORTED)].map(([, specifier]) => specifier ?? ''));
    const packages = new Set(imported.filter((specifier) => !specifier.startsWith('node:') && !builtinModules.includes(specifier)).map(packageOf));
    expect(packages.size).toBeGreaterThan(10);
    expect([...packages].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('keep the names of classes, which injection and errors go by', () => {
    const text = bundles()
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    expect(text).toMatch(/class AppError\b/);
  });

  it('start without a compiler', () => {
    expect(execFileSync(process.execPath, [path.join(DIST, 'migrate.js'), '--help'], { encoding: 'utf8' })).toContain('DATABASE_URL');
  });
});
