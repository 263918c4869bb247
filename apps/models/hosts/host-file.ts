import { existsSync } from 'node:fs';
import path from 'node:path';

const NAME = 'model-host.js';

/** Where the host's bundle is: beside ours, beside the chunk that we are in, or where a build puts it when we run from source. */
export const hostFile = (): string => {
  const candidates = [NAME, `../${NAME}`, `../../../dist/${NAME}`].map((name) => path.join(import.meta.dirname, name));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error('the code that runs models is not part of this installation');
  return found;
};
