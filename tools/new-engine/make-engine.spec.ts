import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeEngine } from './make-engine';

const COPIED = ['libs', 'apps/engines', 'apps/gateway', 'helm/ml-server/values.yaml', 'docker-compose.yml', 'deploy', 'tools/new-engine', 'tools/infra', 'tools/nats', 'tools/test', 'tools/local', 'tsconfig.base.json', 'package.json'];
/** Two engines that the copied contract names and nobody has written. */
const [ENGINE, OTHER] = ['spare-heater', 'spare-cooler'] as const;
const NAMES = { types: ['spare_heater', 'spare_cooler'], decisions: ['heat', 'cool'] };
const FOLDER = `apps/engines/${ENGINE}`;
const COMPILED_MS = 60_000;

describe('a new engine', () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'ml-engine-'));
    for (const entry of COPIED) cpSync(entry, path.join(root, entry), { recursive: true });
    symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
    nameInContract(root);
    makeEngine(root, ENGINE, NAMES);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('compiles together with the contracts, the gateway and the catalogue it was entered in', { timeout: COMPILED_MS }, () => {
    const include = [`${FOLDER}/**/*.ts`, 'libs/contracts/access.ts', 'libs/testing/engine-catalogue.ts', 'apps/gateway/decisions/engine-routes.ts'];
    writeFileSync(path.join(root, 'tsconfig.json'), JSON.stringify({ extends: './tsconfig.base.json', include }));
    const compiled = () => execFileSync(process.execPath, [path.resolve('node_modules/ts7/bin/tsc'), '-p', root, '--noEmit'], { encoding: 'utf8', cwd: root });
    expect(outputOf(compiled)).toBe('');
  });

  it('passes its own spec', { timeout: COMPILED_MS }, () => {
    const vitest = path.resolve('node_modules/vitest/vitest.mjs');
    writeFileSync(path.join(root, 'vitest.config.ts'), `export default { resolve: { alias: { '@ml': '${root}/libs' } } };\n`);
    const tested = () => execFileSync(process.execPath, [vitest, 'run', FOLDER], { encoding: 'utf8', cwd: root, env: { ...process.env, VITEST: undefined, NO_COLOR: '1' } });
    expect(outputOf(tested)).toMatch(/Tests\s+1 passed/);
  });

  it('is one Helm value', () => {
    expect(readFileSync(path.join(root, 'helm/ml-server/values.yaml'), 'utf8')).toMatch(new RegExp(`^engines:\\n(  .*\\n)*  ${ENGINE}: \\{\\}\\n`, 'm'));
  });

  it('is one service of the compose file, with a password of its own', () => {
    const variable = `NATS_PASSWORD_${ENGINE.replaceAll('-', '_').toUpperCase()}`;
    const compose = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as { readonly services: Readonly<Record<string, unknown>> };
    expect(compose.services[ENGINE]).toMatchObject({ command: [ENGINE], environment: { NATS_USER: ENGINE, NATS_PASSWORD: `\${${variable}}` } });
    expect(compose.services['nats']).toMatchObject({ environment: { [variable]: `\${${variable}}` } });
    expect(readFileSync(path.join(root, 'deploy/compose.env.example'), 'utf8')).toContain(`\n${variable}=`);
  });

  it('is refused when it is there already', () => {
    expect(() => makeEngine(root, ENGINE, NAMES)).toThrow(`${FOLDER} exists already`);
  });

  it('is refused when the contract does not name it', () => {
    expect(() => makeEngine(root, 'coffee')).toThrow('"coffee" is no engine of the contract. One of: spot-optimizer');
  });

  it('writes nothing when a file has no place for it', () => {
    const file = path.join(root, 'libs/contracts/wire.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('export type Owner', 'export type Service'));
    expect(() => makeEngine(root, OTHER, NAMES)).toThrow(`libs/contracts/wire.ts: no place for "${OTHER}"`);
    writeFileSync(file, text);
    expect(() => makeEngine(root, OTHER, NAMES)).not.toThrow();
  });
});

const nameInContract = (root: string): void => {
  const file = path.join(root, 'libs/contracts/engine-types.ts');
  const text = readFileSync(file, 'utf8');
  const more = (after: string, names: readonly string[]) => (before: string) => before.replace(after, `${after}\n${names.map((name) => `  '${name}',`).join('\n')}`);
  writeFileSync(file, [more("  'noisy_neighbor_detector',", NAMES.types), more("  'noisy_neighbor',", NAMES.decisions)].reduce((before, change) => change(before), text));
};

/** What a command says, also when it fails. */
const outputOf = (command: () => string): string => {
  try {
    return command();
  } catch (error) {
    return String((error as { readonly stdout?: unknown }).stdout ?? error);
  }
};
