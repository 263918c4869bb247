import { mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

/** Makes sure that files can be written there, before anything is made that would have no place. One level after the other: Node's own way of several never ends below /proc. @throws Error */
export const openOutDirectory = (out: string): void => {
  const directory = path.resolve(out);
  try {
    makeLevel(directory);
    rmdirSync(mkdtempSync(path.join(directory, '.export-')));
  } catch (error) {
    throw new Error(`--out ${out}: no files can be written there (${codeOf(error)})`, { cause: error });
  }
};

const makeLevel = (directory: string): void => {
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found === undefined) makeLevel(path.dirname(directory));
  mkdirSync(directory);
};
