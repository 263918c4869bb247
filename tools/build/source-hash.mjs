import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** What a group of bundles is made of: a change in the tools is no new build of the services. */
const FOLDERS = {
  services: ['apps', 'libs', 'migrations', 'tools/build', 'tools/deploy'],
  tools: ['libs', 'migrations', 'tools'],
  bench: ['apps', 'libs', 'migrations', 'tools'],
};
const FILES = ['package-lock.json', 'tsconfig.base.json'];
const SKIPPED_FOLDERS = new Set(['node_modules', 'fixtures']);

const isSource = (name) => /\.(ts|mjs|json)$/.test(name) && !/\.spec\.ts$/.test(name);

const sources = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : sources(file);
    return isSource(entry.name) ? [file] : [];
  });

/** Of everything that ends up in a bundle; specs do not. */
export const sourceHash = (root, group) => {
  const hash = createHash('sha256');
  const files = [...FOLDERS[group].flatMap((folder) => sources(path.join(root, folder))), ...FILES.map((file) => path.join(root, file))].sort();
  for (const file of files) hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
};
