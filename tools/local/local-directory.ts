import path from 'node:path';

/** Data, logs and passwords of the fleet; another directory is another fleet of the same checkout. */
export const localDirectory = (root: string): string => path.resolve(root, process.env['ML_LOCAL_DIR'] ?? '.local');

/** As a person at the terminal would type it. */
export const shownPath = (file: string, from = process.cwd()): string => {
  const relative = path.relative(from, file);
  return relative.startsWith('..') ? file : relative;
};
