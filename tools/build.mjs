import path from 'node:path';
import { build } from './build/build.mjs';

const HELP = `npm run build [-- services|tools] [--force]

Bundles every service into dist/ and every tool into dist/tools/, or one of the two. Without --force nothing is done when no source has changed.`;

/** The benchmarks are built when they are run. */
const GROUPS = ['services', 'tools'];

const report = async (group) => {
  const startedAt = performance.now();
  const { built, id, files } = await build(path.resolve(import.meta.dirname, '..'), group, { force: process.argv.includes('--force') });
  const took = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(built ? `${group}: ${files} files in ${took} s (${id})` : `${group}: nothing has changed (${id})`);
};

if (process.argv.includes('--help')) {
  console.log(HELP);
} else {
  try {
    const named = GROUPS.filter((group) => process.argv.includes(group));
    for (const group of named.length > 0 ? named : GROUPS) await report(group);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
