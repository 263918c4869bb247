import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the thread's code is: its bundle beside ours, or beside the chunk that we are in, or its source. */
export const costThreadFile = (): string => {
  const candidates = ['collector-cost-thread.js', '../collector-cost-thread.js', 'cost-thread.ts'].map((name) => path.join(import.meta.dirname, name));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error('the code that asks Cost Explorer is not part of this installation');
  return found;
};
