import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { entries } from './entries.mjs';
import { sourceHash } from './source-hash.mjs';
import { withLock } from './with-lock.mjs';

/** Folder of each group of bundles. */
export const DIST = { services: 'dist', tools: 'dist/tools', bench: 'dist/tools' };

const BUILD_ID_LENGTH = 16;
/** Names are kept by hash: a process of the build before may still load its chunks. */
const CHUNKS = 'chunks/[name]-[hash].js';

/** Ours, and the helpers that the bundler itself writes in. */
const BUNDLED = ['@ml/', '@ml-migrations/', '@oxc-project/runtime/'];

/** Packages stay where npm has put them: native parts and lazy requires survive no bundling. */
const isPackage = (id) => !id.startsWith('.') && !path.isAbsolute(id) && !BUNDLED.some((prefix) => id.startsWith(prefix));

const bundle = async ({ root, group, hash }) => {
  const build = await rolldown({
    cwd: root,
    input: entries(root, group),
    platform: 'node',
    external: isPackage,
    tsconfig: path.join(root, 'tsconfig.base.json'),
    transform: {
      target: 'node24',
      define: { ML_BUILD: JSON.stringify(hash.slice(0, BUILD_ID_LENGTH)) },
    },
  });
  try {
    return await build.write({
      dir: path.join(root, DIST[group]),
      format: 'esm',
      sourcemap: true,
      keepNames: true,
      entryFileNames: '[name].js',
      chunkFileNames: CHUNKS,
    });
  } finally {
    await build.close();
  }
};

const readStamp = (stamp) => (existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : { hash: undefined, files: [], before: [] });

/** Processes of the build before this one may still load their chunks; older files are nobody's. */
const removeOld = (dist, { files, last }) => {
  const kept = new Set([...files, ...last.files]);
  for (const file of last.before) if (!kept.has(file)) rmSync(path.join(dist, file), { force: true });
};

/** Bundles one group into its folder, or does nothing when no source has changed. */
export const build = async (root, group, { force = false } = {}) => {
  const dist = path.join(root, DIST[group]);
  const stamp = path.join(dist, `${group}.build.json`);
  return withLock(path.join(dist, '.lock'), async () => {
    const hash = sourceHash(root, group);
    const last = readStamp(stamp);
    const id = hash.slice(0, BUILD_ID_LENGTH);
    if (!force && last.hash === hash) return { built: false, id };
    const { output } = await bundle({ root, group, hash });
    const files = output.map(({ fileName }) => fileName);
    removeOld(dist, { files, last });
    writeFileSync(stamp, `${JSON.stringify({ hash, files, before: last.files })}\n`);
    return { built: true, id, files: files.length };
  });
};
