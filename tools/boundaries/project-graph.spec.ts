import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const MODULE = path.resolve('tools/boundaries/eslint/project-graph.mjs');
const SPAWNED_MS = 30_000;

const directories: string[] = [];
afterEach(() => directories.splice(0).forEach((directory) => rmSync(directory, { recursive: true })));

/** A workspace of one project with the given tags, whose sources Nx does not read. */
const workspace = (tags: readonly string[]): string => {
  const directory = mkdtempSync(path.join(tmpdir(), 'ml-graph-'));
  directories.push(directory);
  mkdirSync(path.join(directory, 'libs/engine-kernel'), { recursive: true });
  writeFileSync(path.join(directory, 'nx.json'), '{ "neverConnectToCloud": true, "analytics": false }');
  writeFileSync(path.join(directory, 'package.json'), '{ "name": "blind" }');
  writeFileSync(path.join(directory, 'libs/engine-kernel/project.json'), JSON.stringify({ name: 'engine-kernel', tags }));
  return directory;
};

const prepareIn = (directory: string) =>
  run(process.execPath, ['--input-type=module', '-e', `await (await import(${JSON.stringify(MODULE)})).prepareProjectGraph()`], {
    env: { ...process.env, NX_WORKSPACE_ROOT_PATH: directory },
  });

describe('the project graph behind the boundary rule', () => {
  it('fails lint when Nx does not resolve the alias, instead of letting every import pass', { timeout: SPAWNED_MS }, async () => {
    await expect(prepareIn(workspace(['layer:engine-kernel']))).rejects.toThrow('Nx does not resolve the alias @ml/*');
  });

  it('fails lint when a project has no layer', { timeout: SPAWNED_MS }, async () => {
    await expect(prepareIn(workspace([]))).rejects.toThrow('Projects without a layer tag: engine-kernel');
  });
});
