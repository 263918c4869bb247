import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Where the bundle of a thread or of a child process lies: beside ours, beside the chunk that we are in, in the folder above that of the tools, or, when we run from the source, where a build puts it.
 * A thread knows no compiler: `source` is for code that needs none, and goes before an old build. @throws Error
 */
export const bundledFile = (name: string, source?: string): string => {
  const beside = ['', '..', '../..'].map((folder) => path.join(import.meta.dirname, folder, name));
  const found = [...beside, ...(source === undefined ? [] : [source]), path.join(import.meta.dirname, '../../dist', name)].find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`${name} is not part of this installation; npm run build makes it`);
  return found;
};
