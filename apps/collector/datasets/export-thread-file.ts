import { existsSync } from 'node:fs';
import path from 'node:path';

const BUNDLE = 'collector-export-thread.js';

/** The thread's bundle: beside ours, beside the chunk that we are in, or, for specs that run from the source, where it is built. A thread knows no compiler. */
export const exportThreadFile = (): string => {
  const candidates = [BUNDLE, `../${BUNDLE}`, `../../../dist/${BUNDLE}`].map((name) => path.join(import.meta.dirname, name));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error('the code that writes exports is not part of this installation');
  return found;
};
