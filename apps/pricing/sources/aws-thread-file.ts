import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the thread's code is: its bundle beside ours, or beside the chunk that we are in, or its source. */
export const awsThreadFile = (): string => {
  const candidates = ['pricing-aws-thread.js', '../pricing-aws-thread.js', 'aws-thread.ts'].map((name) => path.join(import.meta.dirname, name));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error('the code that talks to AWS is not part of this installation');
  return found;
};
