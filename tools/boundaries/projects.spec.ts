import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Project {
  readonly name: string;
  readonly sourceRoot: string;
  readonly projectType: string;
  readonly tags: readonly string[];
  readonly targets: Readonly<Record<string, unknown>>;
}

const foldersOf = (parent: string): readonly string[] =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`);

const APPS = foldersOf('apps').filter((folder) => folder !== 'apps/engines');
const ENGINES = foldersOf('apps/engines');
const LIBS = foldersOf('libs');
const PURE = ['libs/units', 'libs/state', 'libs/engine-kernel', 'libs/domain'];

const last = (folder: string): string => path.basename(folder);

const expectedTags = (folder: string): readonly string[] => {
  if (ENGINES.includes(folder)) return ['layer:engine', `owner:${last(folder)}`];
  if (APPS.includes(folder)) return ['layer:app', `owner:${last(folder)}`];
  return [`layer:${last(folder)}`, ...(PURE.includes(folder) ? ['pure'] : [])];
};

describe.each([...APPS, ...ENGINES, ...LIBS, 'migrations', 'tools'])('%s', (folder) => {
  const file = `${folder}/project.json`;

  it('is a project of its own, tagged by its place', () => {
    expect(existsSync(file), `${file} is missing`).toBe(true);
    const project = JSON.parse(readFileSync(file, 'utf8')) as Project;
    expect(project.sourceRoot).toBe(folder);
    expect(project.tags).toEqual(expectedTags(folder));
    expect(project.name).toBe(ENGINES.includes(folder) ? `engine-${last(folder)}` : last(folder));
    expect(project.projectType).toBe(folder.startsWith('apps/') ? 'application' : 'library');
    expect(Object.keys(project.targets)).toEqual(expect.arrayContaining(['test', 'lint']));
  });
});
