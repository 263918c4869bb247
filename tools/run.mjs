import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, DIST } from './build/build.mjs';
import { groupOf } from './build/entries.mjs';

/**
 * `node tools/run.mjs <bundle> [arguments]`: builds what has changed, then runs the tool in this very process, so that
 * signals reach it.
 */
const OLDEST_NODE = 24;
const [, , name = '', ...rest] = process.argv;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(`Node ${OLDEST_NODE} or newer is needed. "npm ci" installs one for Linux on x64 and arm64, and npm scripts find it.`);
  process.exit(1);
}
const root = path.resolve(import.meta.dirname, '..');
const group = groupOf(name);
if (group === undefined) {
  console.error(`There is no tool named "${name}".`);
  process.exit(1);
}
try {
  // A benchmark starts services; the other tools build them themselves, and say so.
  if (group === 'bench') await build(root, 'services');
  await build(root, group);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const file = path.join(root, DIST[group], `${name}.js`);
process.argv = [process.argv[0], file, ...rest];
await import(pathToFileURL(file).href);
